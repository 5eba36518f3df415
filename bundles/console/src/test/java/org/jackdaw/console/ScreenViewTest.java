package org.jackdaw.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.plugin.Screen;
import org.jackdaw.plugin.Screen.Action;
import org.jackdaw.plugin.Screen.Cell;
import org.jackdaw.plugin.Screen.Field;
import org.jackdaw.plugin.Screen.Link;
import org.junit.jupiter.api.Test;

/** A plugin's screen as the page gets it. */
class ScreenViewTest {

    private static String json(Screen.Part... parts) {
        return Json.of(ScreenView.of(new Screen("", List.of(parts))));
    }

    @Test
    void everyPartSaysWhatItIs() {
        assertThat(json()).isEqualTo("{\"title\":\"\",\"parts\":[]}");
        assertThat(json(new Screen.Text("so"))).contains("{\"kind\":\"text\",\"text\":\"so\"}");
        assertThat(json(new Screen.Search(List.of(Field.of("n", "Name", "v")), "Go", Map.of("a", "b"))))
                .contains(
                        "{\"kind\":\"search\",\"fields\":[{\"name\":\"n\",\"label\":\"Name\",\"value\":\"v\",\"choices\":[]}],"
                                + "\"button\":\"Go\",\"parameters\":{\"a\":\"b\"}}");
        assertThat(json(new Screen.Links(List.of(new Link("Next", Map.of("p", "2"))))))
                .contains("{\"kind\":\"links\",\"links\":[{\"text\":\"Next\",\"parameters\":{\"p\":\"2\"}}]}");
        Action action = new Action("Do", "do", Map.of("a", "b"), "Sure?", List.of());
        assertThat(json(new Screen.Actions(List.of(action))))
                .contains(
                        "{\"kind\":\"actions\",\"actions\":[{\"label\":\"Do\",\"name\":\"do\",\"parameters\":{\"a\":\"b\"},"
                                + "\"question\":\"Sure?\",\"fields\":[]}]}");
        assertThat(json(new Screen.Table(
                        "T",
                        List.of("A", ""),
                        List.of(List.of(Cell.of(new Link("x", Map.of())), Cell.of(List.of(action)))),
                        "none")))
                .contains("\"kind\":\"table\",\"title\":\"T\",\"columns\":[\"A\",\"\"]")
                .contains("{\"text\":\"x\",\"link\":{},\"actions\":[]},{\"text\":\"\",\"link\":null,\"actions\":[{");
    }

    /** What is only shown is made visible; what comes back stays as it is. */
    @Test
    void everyTextIsSeen() {
        String hostile = "a\u202eb\nc\u0007";
        String seen = "a\\\\u{202e}b\\\\u{a}c\\\\u{7}";
        Action action =
                new Action(hostile, "do", Map.of("nick", hostile), hostile, List.of(Field.of("f", hostile, hostile)));

        String json = Json.of(ScreenView.of(new Screen(
                hostile,
                List.of(
                        new Screen.Text(hostile),
                        new Screen.Search(List.of(Field.of("f", hostile, "")), hostile, Map.of()),
                        new Screen.Table(
                                hostile,
                                List.of(hostile),
                                List.of(List.of(new Cell(hostile, Optional.empty(), List.of(action)))),
                                hostile),
                        new Screen.Links(List.of(new Link(hostile, Map.of())))))));

        assertThat(json.split(java.util.regex.Pattern.quote(seen), -1)).hasSize(12 + 1);
        // The action's parameter, and what stands in its field.
        assertThat(json.split(java.util.regex.Pattern.quote("a\\u202eb\\u000ac\\u0007"), -1))
                .hasSize(2 + 1);
    }
}
