package org.jackdaw.auth;

import org.jackdaw.plugin.Mechanism;
import org.jackdaw.plugin.SaslExchange;
import org.jackdaw.plugin.SaslMechanism;
import org.jackdaw.plugin.SaslStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** SCRAM on SHA-512 bound to the TLS channel (RFC 5802 with another hash). */
@Component
@Mechanism(name = "SCRAM-SHA-512-PLUS", binds = true)
@ServiceRanking(140)
public final class ScramSha512Plus implements SaslMechanism {

    private final Logins logins;

    @Activate
    public ScramSha512Plus(@Reference Logins logins) {
        this.logins = logins;
    }

    @Override
    public SaslExchange start(SaslStream stream) {
        return new ScramExchange(ScramHash.SHA_512, true, stream, logins, Nonce::random);
    }
}
