package org.jackdaw.xmpp;

import org.jackdaw.plugin.Implements;

/**
 * The address of an XMPP entity: {@code local@domain/resource} (RFC 7622), its parts prepared and enforced.
 * Immutable. An absent part is the empty string, never null. Two addresses are equal if their prepared parts are.
 */
@Implements("RFC 7622")
public final class Jid implements Comparable<Jid> {

    private final String local;
    private final String domain;
    private final String resource;
    private final int hash;
    private String text;

    private Jid(String local, String domain, String resource) {
        this.local = local;
        this.domain = domain;
        this.resource = resource;
        this.hash = (local.hashCode() * 31 + domain.hashCode()) * 31 + resource.hashCode();
    }

    /**
     * Returns the address that a text names.
     *
     * @throws IllegalArgumentException if a part is malformed; the peer sees {@code jid-malformed}
     */
    public static Jid of(String text) {
        int slash = text.indexOf('/');
        String bare = slash < 0 ? text : text.substring(0, slash);
        int at = bare.indexOf('@');
        if (at == 0 || slash == text.length() - 1 && slash >= 0) {
            throw new IllegalArgumentException("an empty part before '@' or after '/'");
        }
        return of(
                at < 0 ? "" : bare.substring(0, at),
                bare.substring(at + 1),
                slash < 0 ? "" : text.substring(slash + 1));
    }

    /**
     * Returns the address of three parts; an empty local or resource is an absent one.
     *
     * @throws IllegalArgumentException if a part is malformed
     */
    public static Jid of(String local, String domain, String resource) {
        return new Jid(AddressParts.local(local), AddressParts.domain(domain), AddressParts.resource(resource));
    }

    public String local() {
        return local;
    }

    public String domain() {
        return domain;
    }

    public String resource() {
        return resource;
    }

    public boolean isBare() {
        return resource.isEmpty();
    }

    /** Whether this is a domain alone, as a server or a service has it. */
    public boolean isDomain() {
        return local.isEmpty() && resource.isEmpty();
    }

    public Jid bare() {
        return isBare() ? this : new Jid(local, domain, "");
    }

    /** Returns the domain of this address as an address. */
    public Jid domainJid() {
        return isDomain() ? this : new Jid("", domain, "");
    }

    /**
     * Returns this account's address with a resource.
     *
     * @throws IllegalArgumentException if the resource is malformed
     */
    public Jid withResource(String newResource) {
        return new Jid(local, domain, AddressParts.resource(newResource));
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Jid jid
                        && hash == jid.hash
                        && local.equals(jid.local)
                        && domain.equals(jid.domain)
                        && resource.equals(jid.resource);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(Jid other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = (local.isEmpty() ? "" : local + "@") + domain + (resource.isEmpty() ? "" : "/" + resource);
            text = known;
        }
        return known;
    }
}
