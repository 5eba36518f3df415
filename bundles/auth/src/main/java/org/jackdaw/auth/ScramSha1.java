package org.jackdaw.auth;

import org.jackdaw.plugin.Mechanism;
import org.jackdaw.plugin.SaslExchange;
import org.jackdaw.plugin.SaslMechanism;
import org.jackdaw.plugin.SaslStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** SCRAM on SHA-1 (RFC 5802). */
@Component
@Mechanism(name = "SCRAM-SHA-1")
@ServiceRanking(20)
public final class ScramSha1 implements SaslMechanism {

    private final Logins logins;

    @Activate
    public ScramSha1(@Reference Logins logins) {
        this.logins = logins;
    }

    @Override
    public SaslExchange start(SaslStream stream) {
        return new ScramExchange(ScramHash.SHA_1, false, stream, logins, Nonce::random);
    }
}
