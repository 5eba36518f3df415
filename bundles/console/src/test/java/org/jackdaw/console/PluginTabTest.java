package org.jackdaw.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jackdaw.core.PluginTabs;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.plugin.Screen;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;

/** Where the tabs of plugins are, and what stands in the menu. */
class PluginTabTest {

    private static final Login LOGIN = new Login(Jid.of("boss@localhost"), "token", "csrf", new AtomicLong());

    /** Tabs that nobody asks. */
    private record Places(List<Place> places) implements PluginTabs {

        @Override
        public Screen show(String label, Query query) {
            throw new IllegalStateException();
        }

        @Override
        public String act(String label, String action, Query query) {
            throw new IllegalStateException();
        }
    }

    private static Tabs tabs(PluginTabs.Place... places) {
        Tabs tabs = new Tabs();
        tabs.bindPlugins(new Places(List.of(places)));
        return tabs;
    }

    @Test
    void aTabIsBelowAnAddressOfItsOwn() {
        PluginTab tab = new PluginTab(new Tabs(), new Places(List.of()));

        assertThat(tab.path("tab/rooms")).containsExactly("rooms");
        assertThat(tab.path("tab/rooms/data.json")).containsExactly("rooms", "data.json");
        assertThat(tab.path("tab/overview/data.json")).containsExactly("overview", "data.json");
        assertThat(tab.path("tab")).containsExactly("nothing");
        assertThat(tab.path("tab/data.json")).containsExactly("nothing", "data.json");
        assertThat(tab.path("tab/<img>")).containsExactly("nothing", "<img>");
        assertThat(tab.path("tab/rooms/data.json/more")).hasSize(3);
    }

    @Test
    void whatAPluginCallsItsTabIsNoMarkup() {
        Tabs tabs = tabs(new PluginTabs.Place("rooms", "<b>Rooms\u202e", 1));

        String page = tabs.pageOfPlugin("rooms", LOGIN);

        assertThat(page)
                .contains("<a href=\"/console/tab/rooms\" aria-current=\"page\">&lt;b&gt;Rooms\\u{202e}</a>")
                .contains("<h1>&lt;b&gt;Rooms\\u{202e}</h1>")
                .contains("/assets/tab.js")
                .doesNotContain("<b>");
        tabs.unbindPlugins(new Places(List.of()));
        assertThat(tabs.pageOfPlugin("other", LOGIN)).contains("<h1>No such tab</h1>", "/console/tab/rooms");
    }

    @Test
    void withoutTheServiceThereAreNone() {
        Tabs tabs = new Tabs();
        Places places = new Places(List.of(new PluginTabs.Place("rooms", "Rooms", 1)));
        tabs.bindPlugins(places);
        tabs.unbindPlugins(places);

        assertThat(tabs.pageOfPlugin("rooms", LOGIN))
                .contains("<h1>No such tab</h1>")
                .doesNotContain("tab/rooms");
    }
}
