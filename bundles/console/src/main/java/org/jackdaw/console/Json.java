package org.jackdaw.console;

import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Writes JSON (RFC 8259): records and maps as objects, collections as arrays, numbers and booleans as such, an empty
 * {@link Optional} as null, everything else by its text.
 */
final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    static String of(Object value) {
        Json json = new Json();
        json.write(value);
        return json.out.toString();
    }

    private void write(Object value) {
        switch (value) {
            case Optional<?> optional -> optional.ifPresentOrElse(this::write, () -> out.append("null"));
            case Double number when !Double.isFinite(number) -> out.append("null");
            case Number number -> out.append(number);
            case Boolean claim -> out.append(claim);
            case Map<?, ?> map -> object(map.entrySet().iterator());
            case Iterable<?> all -> array(all.iterator());
            case Record entry -> record(entry);
            default -> text(value.toString());
        }
    }

    private void array(Iterator<?> values) {
        out.append('[');
        while (values.hasNext()) {
            write(values.next());
            out.append(values.hasNext() ? "," : "");
        }
        out.append(']');
    }

    private void object(Iterator<? extends Map.Entry<?, ?>> entries) {
        out.append('{');
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            member(entry.getKey().toString(), entry.getValue());
            out.append(entries.hasNext() ? "," : "");
        }
        out.append('}');
    }

    private void record(Record value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        out.append('{');
        for (int i = 0; i < components.length; i++) {
            out.append(i == 0 ? "" : ",");
            member(components[i].getName(), read(components[i], value));
        }
        out.append('}');
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void member(String name, Object value) {
        text(name);
        out.append(':');
        write(value);
    }

    private void text(String text) {
        out.append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                out.append("\\u%04x".formatted(c));
            } else {
                out.append((char) c);
            }
        });
        out.append('"');
    }
}
