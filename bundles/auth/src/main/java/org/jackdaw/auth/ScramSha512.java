package org.jackdaw.auth;

import org.jackdaw.plugin.Mechanism;
import org.jackdaw.plugin.SaslExchange;
import org.jackdaw.plugin.SaslMechanism;
import org.jackdaw.plugin.SaslStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** SCRAM on SHA-512 (RFC 5802 with another hash). */
@Component
@Mechanism(name = "SCRAM-SHA-512")
@ServiceRanking(40)
public final class ScramSha512 implements SaslMechanism {

    private final Logins logins;

    @Activate
    public ScramSha512(@Reference Logins logins) {
        this.logins = logins;
    }

    @Override
    public SaslExchange start(SaslStream stream) {
        return new ScramExchange(ScramHash.SHA_512, false, stream, logins, Nonce::random);
    }
}
