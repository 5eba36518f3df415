package org.jackdaw.muc;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values of a room's options, checked. Immutable. */
final class RoomConfig {

    static final RoomConfig INITIAL = initial();

    static final String NO_LIMIT = "none";

    private final Map<RoomOption, List<String>> values;

    private RoomConfig(Map<RoomOption, List<String>> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    private static RoomConfig initial() {
        Map<RoomOption, List<String>> values = new EnumMap<>(RoomOption.class);
        for (RoomOption option : RoomOption.values()) {
            values.put(option, option.initial());
        }
        return new RoomConfig(values);
    }

    /** Returns this with some values in place of its own. */
    RoomConfig with(Map<RoomOption, List<String>> others) {
        Map<RoomOption, List<String>> all = new EnumMap<>(values);
        all.putAll(others);
        return new RoomConfig(all);
    }

    List<String> values(RoomOption option) {
        return values.get(option);
    }

    /** Returns the value of an option that has one. */
    String text(RoomOption option) {
        return values.get(option).getFirst();
    }

    boolean is(RoomOption option) {
        return text(option).equals("1");
    }

    boolean has(RoomOption option, String value) {
        return values.get(option).contains(value);
    }

    /** Returns which options have other values than before, and which, in words; not the password. */
    String changes(RoomConfig before) {
        return Arrays.stream(RoomOption.values())
                .filter(option -> !before.values(option).equals(values(option)))
                .map(this::described)
                .collect(Collectors.joining("; "));
    }

    private String described(RoomOption option) {
        String name = option.variable().replaceFirst("^muc#(roomconfig_)?", "");
        boolean isSecret = option.kind() == RoomOption.Kind.SECRET;
        return isSecret ? name : name + " = " + String.join(", ", values(option));
    }

    /** Whether every occupant sees the real address of every other (XEP-0045 §3, non-anonymous). */
    boolean showsAddresses() {
        return has(RoomOption.WHOIS, "anyone");
    }

    /** Returns the most occupants that there may be. */
    int maxUsers() {
        return number(RoomOption.MAX_USERS);
    }

    /** Returns the most messages that somebody gets who enters. */
    int maxHistory() {
        return number(RoomOption.MAX_HISTORY);
    }

    private int number(RoomOption option) {
        String most = text(option);
        return most.equals(NO_LIMIT) ? Integer.MAX_VALUE : Integer.parseInt(most);
    }
}
