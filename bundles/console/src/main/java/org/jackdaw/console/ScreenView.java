package org.jackdaw.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.plugin.Screen;
import org.jackdaw.plugin.Screen.Action;
import org.jackdaw.plugin.Screen.Cell;
import org.jackdaw.plugin.Screen.Field;
import org.jackdaw.plugin.Screen.Link;

/**
 * A plugin's screen for {@link Json}: each part with its kind, every text so that it is seen. Parameters, and what stands in
 * fields, stay as they are, for they come back.
 */
record ScreenView(String title, List<Record> parts) {

    private record TextView(String kind, String text) {}

    private record SearchView(String kind, List<FieldView> fields, String button, Map<String, String> parameters) {}

    private record TableView(
            String kind, String title, List<String> columns, List<List<CellView>> rows, String nothing) {}

    private record LinksView(String kind, List<LinkView> links) {}

    private record ActionsView(String kind, List<ActionView> actions) {}

    private record CellView(String text, Optional<Map<String, String>> link, List<ActionView> actions) {}

    private record LinkView(String text, Map<String, String> parameters) {}

    private record FieldView(String name, String label, String value, List<String> choices) {}

    private record ActionView(
            String label, String name, Map<String, String> parameters, String question, List<FieldView> fields) {}

    static ScreenView of(Screen screen) {
        return new ScreenView(
                Seen.line(screen.title()),
                screen.parts().stream().map(ScreenView::part).toList());
    }

    private static Record part(Screen.Part part) {
        return switch (part) {
            case Screen.Text text -> new TextView("text", Seen.line(text.text()));
            case Screen.Search search ->
                new SearchView("search", fields(search.fields()), Seen.line(search.button()), search.parameters());
            case Screen.Table table -> table(table);
            case Screen.Links links ->
                new LinksView(
                        "links", links.links().stream().map(ScreenView::link).toList());
            case Screen.Actions actions -> new ActionsView("actions", actions(actions.actions()));
        };
    }

    private static TableView table(Screen.Table table) {
        return new TableView(
                "table",
                Seen.line(table.title()),
                table.columns().stream().map(Seen::line).toList(),
                table.rows().stream()
                        .map(row -> row.stream().map(ScreenView::cell).toList())
                        .toList(),
                Seen.line(table.nothing()));
    }

    private static CellView cell(Cell cell) {
        return new CellView(Seen.line(cell.text()), cell.link(), actions(cell.actions()));
    }

    private static LinkView link(Link link) {
        return new LinkView(Seen.line(link.text()), link.parameters());
    }

    private static List<ActionView> actions(List<Action> actions) {
        return actions.stream()
                .map(action -> new ActionView(
                        Seen.line(action.label()),
                        action.name(),
                        action.parameters(),
                        Seen.line(action.question()),
                        fields(action.fields())))
                .toList();
    }

    private static List<FieldView> fields(List<Field> fields) {
        return fields.stream()
                .map(field -> new FieldView(field.name(), Seen.line(field.label()), field.value(), field.choices()))
                .toList();
    }
}
