package org.jackdaw.register;

import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Starts the registration if the operator wants it. Where it is off its components are not there at all, so discovery
 * does not name it.
 */
@Component(service = RegisterSwitch.class, immediate = true, configurationPid = "org.jackdaw.register")
@Designate(ocd = RegisterOptions.class)
public final class RegisterSwitch {

    private final ComponentContext context;

    @Activate
    public RegisterSwitch(RegisterOptions options, ComponentContext context) {
        this.context = context;
        if (options.enabled()) {
            context.enableComponent(Registration.class.getName());
            context.enableComponent(OwnRegistration.class.getName());
        }
    }

    @Deactivate
    void off() {
        context.disableComponent(Registration.class.getName());
        context.disableComponent(OwnRegistration.class.getName());
    }
}
