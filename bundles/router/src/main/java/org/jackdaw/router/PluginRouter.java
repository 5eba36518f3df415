package org.jackdaw.router;

import java.util.Collection;
import java.util.function.Consumer;
import org.jackdaw.core.PluginCall;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The router as one bundle has it: it sends in no other name than the bundle may. */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginRouter implements Router {

    private final Bundle bundle;
    private final StanzaRouter router;
    private final Voice voice;
    private final boolean isPlugin;

    @Activate
    public PluginRouter(ComponentContext context, @Reference StanzaRouter router, @Reference Voice voice) {
        bundle = context.getUsingBundle();
        this.router = router;
        this.voice = voice;
        isPlugin = PluginGrants.isPlugin(bundle);
    }

    @Override
    public void route(Stanza stanza) {
        check(stanza);
        PluginCall.outside(() -> {
            router.route(stanza);
            return true;
        });
    }

    @Override
    public void route(Stanza stanza, Collection<Jid> recipients) {
        check(stanza);
        PluginCall.outside(() -> {
            router.route(stanza, recipients);
            return true;
        });
    }

    @Override
    public void ask(Iq request, Consumer<Iq> reply) {
        check(request);
        PluginCall.outside(() -> {
            router.ask(request, reply);
            return true;
        });
    }

    private void check(Stanza stanza) {
        if (isPlugin) {
            // What hung, and wakes up after its plugin was taken away, has nothing to say any more.
            if (bundle.getState() == Bundle.UNINSTALLED) {
                throw new IllegalStateException(bundle.getSymbolicName() + " is removed");
            }
            voice.check(bundle, stanza);
        }
    }
}
