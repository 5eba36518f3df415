package org.jackdaw.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link ConsoleTab} has to show at one time. All of it is text, whoever wrote it: nothing is taken for markup, and
 * characters that nobody sees are shown by their numbers. Immutable.
 *
 * @param title a heading below the tab's title; empty for none
 * @param parts from top to bottom
 */
public record Screen(String title, List<Part> parts) {

    public Screen {
        parts = List.copyOf(parts);
    }

    /** A part of a screen. */
    public sealed interface Part permits Text, Search, Table, Links, Actions {}

    /** Some sentences. */
    public record Text(String text) implements Part {}

    /**
     * A form to search with: it leads to the screen of its fields' values.
     *
     * @param parameters what goes with them
     */
    public record Search(List<Field> fields, String button, Map<String, String> parameters) implements Part {

        public Search {
            fields = List.copyOf(fields);
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * A table.
     *
     * @param title a heading above it
     * @param columns their headings; an empty one is that of buttons
     * @param rows each has a cell for each column
     * @param nothing what is said if there is no row
     */
    public record Table(String title, List<String> columns, List<List<Cell>> rows, String nothing) implements Part {

        /** @throws IllegalArgumentException if a row has more cells than there are columns, or fewer */
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            int width = columns.size();
            if (rows.stream().anyMatch(row -> row.size() != width)) {
                throw new IllegalArgumentException("not " + width + " cells in each row of " + title);
            }
        }
    }

    /** Links beside each other: to other pages of a table, and back. */
    public record Links(List<Link> links) implements Part {

        public Links {
            links = List.copyOf(links);
        }
    }

    /** Buttons beside each other. */
    public record Actions(List<Action> actions) implements Part {

        public Actions {
            actions = List.copyOf(actions);
        }
    }

    /**
     * A cell of a table.
     *
     * @param link parameters of the screen that the text leads to; empty for a text that leads nowhere
     * @param actions buttons after the text
     */
    public record Cell(String text, Optional<Map<String, String>> link, List<Action> actions) {

        public Cell {
            link = link.map(Map::copyOf);
            actions = List.copyOf(actions);
        }

        public static Cell of(String text) {
            return new Cell(text, Optional.empty(), List.of());
        }

        public static Cell of(Link link) {
            return new Cell(link.text(), Optional.of(link.parameters()), List.of());
        }

        public static Cell of(List<Action> actions) {
            return new Cell("", Optional.empty(), actions);
        }
    }

    /** A way to another screen of the same tab; without parameters to the first one. */
    public record Link(String text, Map<String, String> parameters) {

        public Link {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * Something to write or choose.
     *
     * @param name of the parameter that it becomes
     * @param value what stands there at first
     * @param choices what may be chosen; empty for a line to write
     */
    public record Field(String name, String label, String value, List<String> choices) {

        public Field {
            choices = List.copyOf(choices);
        }

        /** Returns a line to write. */
        public static Field of(String name, String label, String value) {
            return new Field(name, label, value, List.of());
        }
    }

    /**
     * A button that makes the tab {@link ConsoleTab#act}.
     *
     * @param label the button's text
     * @param name what the tab knows it by: a letter, then letters, digits and hyphens
     * @param question what is to be confirmed before, in sentences; empty for nothing
     * @param fields what is asked for together with that; empty for nothing
     */
    public record Action(
            String label, String name, Map<String, String> parameters, String question, List<Field> fields) {

        public Action {
            parameters = Map.copyOf(parameters);
            fields = List.copyOf(fields);
        }
    }
}
