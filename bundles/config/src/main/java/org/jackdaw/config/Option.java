package org.jackdaw.config;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An option as its bundle declares it in a metatype file: its type, whether it is a list, and the values it may have. A
 * bound of a text is one of its length.
 *
 * @param name for people; may be empty
 * @param description for people; may be empty
 * @param defaultText what the component takes if nothing is set, as it would stand in a file
 */
record Option(
        Type type,
        boolean isList,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        List<String> choices,
        String name,
        String description,
        String defaultText) {

    Option(Type type, boolean isList, Optional<BigDecimal> min, Optional<BigDecimal> max, List<String> choices) {
        this(type, isList, min, max, choices, "", "", "");
    }

    /** The types of metatype, named as in its files but for the case. */
    enum Type {
        STRING(String.class),
        PASSWORD(String.class),
        BOOLEAN(Boolean.class),
        CHARACTER(Character.class),
        BYTE(Byte.class),
        SHORT(Short.class),
        INTEGER(Integer.class),
        LONG(Long.class),
        FLOAT(Float.class),
        DOUBLE(Double.class);

        private final Class<?> javaType;

        Type(Class<?> javaType) {
            this.javaType = javaType;
        }
    }

    /**
     * Returns the value that a text stands for: an object of the type, or an array of them for a list, whose entries
     * stand between commas.
     *
     * @throws InvalidConfig with the reason alone
     */
    Object value(String text) throws InvalidConfig {
        if (!isList) {
            return single(text);
        }
        List<String> entries = Stream.of(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        Object values = Array.newInstance(type.javaType, entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Array.set(values, i, single(entries.get(i)));
        }
        return values;
    }

    private Object single(String text) throws InvalidConfig {
        if (!choices.isEmpty() && !choices.contains(text)) {
            throw new InvalidConfig("must be " + String.join(" or ", choices));
        }
        return switch (type) {
            case STRING, PASSWORD -> string(text);
            case BOOLEAN -> bool(text);
            case CHARACTER -> character(text);
            case FLOAT -> bounded(number(text)).floatValue();
            case DOUBLE -> bounded(number(text)).doubleValue();
            case BYTE -> (byte) whole(text, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> (short) whole(text, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        };
    }

    private String string(String text) throws InvalidConfig {
        BigDecimal length = BigDecimal.valueOf(text.codePointCount(0, text.length()));
        if (min.isPresent() && length.compareTo(min.get()) < 0) {
            throw new InvalidConfig("must have at least " + min.get() + " characters");
        }
        if (max.isPresent() && length.compareTo(max.get()) > 0) {
            throw new InvalidConfig("must have at most " + max.get() + " characters");
        }
        return text;
    }

    private static boolean bool(String text) throws InvalidConfig {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidConfig("not true or false");
        };
    }

    private static char character(String text) throws InvalidConfig {
        if (text.length() != 1) {
            throw new InvalidConfig("not a single character");
        }
        return text.charAt(0);
    }

    private static BigDecimal number(String text) throws InvalidConfig {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new InvalidConfig("not a number");
        }
    }

    private long whole(String text, long least, long most) throws InvalidConfig {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new InvalidConfig("not a whole number");
        }
        BigDecimal number = bounded(new BigDecimal(text));
        atLeast(number, BigDecimal.valueOf(least));
        atMost(number, BigDecimal.valueOf(most));
        return number.longValueExact();
    }

    private BigDecimal bounded(BigDecimal number) throws InvalidConfig {
        if (min.isPresent()) {
            atLeast(number, min.get());
        }
        if (max.isPresent()) {
            atMost(number, max.get());
        }
        return number;
    }

    private static void atLeast(BigDecimal number, BigDecimal bound) throws InvalidConfig {
        if (number.compareTo(bound) < 0) {
            throw new InvalidConfig("must be at least " + bound.toPlainString());
        }
    }

    private static void atMost(BigDecimal number, BigDecimal bound) throws InvalidConfig {
        if (number.compareTo(bound) > 0) {
            throw new InvalidConfig("must be at most " + bound.toPlainString());
        }
    }
}
