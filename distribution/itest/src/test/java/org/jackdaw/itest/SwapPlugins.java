package org.jackdaw.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A request handler, a filter and a domain that are replaced again and again.
 *
 * @param elsewhere where their jars are made before they are moved among the plugins
 */
record SwapPlugins(Path elsewhere, Path plugins) {

    static final List<String> NAMES = List.of("swapiq", "swapfilter", "swapdomain");

    /** Puts this version of all three among the plugins. */
    void drop(int version) throws IOException {
        String imports = "org.jackdaw.plugin,org.jackdaw.store,org.jackdaw.xmpp,org.dom4j";
        String property = "<property name=\"test.version\" value=\"" + version + "\"/>";
        drop(new TestBundle("swapiq"), version, imports, Versioned.class, """
                <service><provide interface="org.jackdaw.plugin.IqHandler"/></service>
                <property name="jackdaw.iq.element" value="version"/>
                <property name="jackdaw.iq.namespace" value="urn:test:swapiq"/>
                <property name="jackdaw.iq.type" value="GET"/>
                <property name="jackdaw.iq.to" value="SERVER"/>
                <property name="test.fault" value=""/>
                """ + property);
        drop(new TestBundle("swapfilter"), version, imports, MarkingFilter.class, """
                <service><provide interface="org.jackdaw.plugin.StanzaFilter"/></service>
                <property name="jackdaw.filter.point" value="INBOUND"/>
                """ + property);
        drop(new TestBundle("swapdomain"), version, imports, CountingDomain.class, """
                <service><provide interface="org.jackdaw.plugin.DomainHandler"/></service>
                <property name="jackdaw.domain" value="count"/>
                <reference name="router" interface="org.jackdaw.plugin.Router" parameter="0"/>
                <reference name="stores" interface="org.jackdaw.store.Stores" parameter="1"/>
                """);
    }

    private void drop(TestBundle bundle, int version, String imports, Class<?> component, String content)
            throws IOException {
        Path jar = bundle.header("Bundle-Version", String.valueOf(version))
                .header("Import-Package", imports)
                .component(component, content)
                .writeTo(elsewhere);
        Files.move(jar, plugins.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
