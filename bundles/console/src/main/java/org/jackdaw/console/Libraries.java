package org.jackdaw.console;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardResource;

/** Offers the style sheet and the charts, which are other people's work, to browsers. */
@Component(service = Libraries.class)
@HttpWhiteboardResource(pattern = "/webjars/*", prefix = "/META-INF/resources/webjars")
public final class Libraries {}
