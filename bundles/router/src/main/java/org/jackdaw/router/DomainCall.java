package org.jackdaw.router;

/**
 * That a domain's handler is at work, on whatever threads: what it sends may come back to it by others, while it holds what it
 * would then wait for.
 *
 * @param outer null if there is none
 */
record DomainCall(String label, DomainCall outer) {

    /** The innermost; unbound outside. */
    static final ScopedValue<DomainCall> CURRENT = ScopedValue.newInstance();

    private static DomainCall current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    static DomainCall within(String label) {
        return new DomainCall(label, current());
    }

    /** Whether this is done because the handler of that domain does something. */
    static boolean isUnderWay(String label) {
        DomainCall call = current();
        while (call != null && !call.label.equals(label)) {
            call = call.outer;
        }
        return call != null;
    }
}
