package org.jackdaw.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackdaw.plugin.Permission.SEE_BODIES;
import static org.jackdaw.plugin.Permission.SEND_AS_OTHERS;
import static org.jackdaw.plugin.Permission.USE_DATABASE;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.core.PluginAdmin;
import org.jackdaw.core.PluginRefusal;
import org.jackdaw.plugin.Permission;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginConsentTest {

    private static final Jid BOSS = Jid.of("boss@localhost");
    private static final Path JAR = Path.of("new.jar");

    private final Plugins plugins = new Plugins();
    private final PluginConsent consent = new PluginConsent(plugins);

    @Test
    void grantsAPluginWhatItAsksForInTheNameOfWhoAsks() throws Exception {
        consent.grant(BOSS, "serving", Set.of(SEND_AS_OTHERS, SEE_BODIES));

        assertThat(plugins.granted)
                .containsExactlyInAnyOrder("other:SEE_BODIES", "serving:SEE_BODIES", "serving:SEND_AS_OTHERS");
        assertThat(plugins.who).isEqualTo("boss@localhost");
    }

    @Test
    void grantsAJarThatIsRefusedWhatItLacks() throws Exception {
        consent.grant(BOSS, "refused", Set.of(USE_DATABASE));

        assertThat(plugins.granted).containsExactlyInAnyOrder("other:SEE_BODIES", "refused:USE_DATABASE");
    }

    @Test
    void whatNobodyAsksForIsNotGranted() {
        for (String name : List.of("serving", "refused", "nobody", "", "other")) {
            Set<Permission> permissions =
                    name.equals("serving") ? Set.of(SEE_BODIES, USE_DATABASE) : Set.of(SEE_BODIES);
            assertThatThrownBy(() -> consent.grant(BOSS, name, permissions))
                    .hasMessageContaining("does not ask for that");
            assertThatThrownBy(() -> consent.takeBack(BOSS, name, permissions))
                    .hasMessageContaining("does not ask for that");
        }
        assertThatThrownBy(() -> consent.grant(BOSS, "serving", Set.of()))
                .hasMessageContaining("does not ask for that");
        assertThat(plugins.granted).containsExactlyInAnyOrder("other:SEE_BODIES");
    }

    @Test
    void takesBackWhatItHas() throws Exception {
        consent.grant(BOSS, "serving", Set.of(SEND_AS_OTHERS, SEE_BODIES));

        consent.takeBack(BOSS, "serving", Set.of(SEE_BODIES));

        assertThat(plugins.granted).containsExactlyInAnyOrder("other:SEE_BODIES", "serving:SEND_AS_OTHERS");
    }

    @Test
    void installsWithWhatTheAdministratorHasSeen() throws Exception {
        assertThat(consent.install(BOSS, JAR, Set.of(SEE_BODIES, USE_DATABASE, SEND_AS_OTHERS)))
                .isEqualTo("new 1");

        assertThat(plugins.granted).containsExactlyInAnyOrder("other:SEE_BODIES", "new:SEE_BODIES", "new:USE_DATABASE");
    }

    @Test
    void grantsNothingThatTheAdministratorHasNotSeen() {
        assertThatThrownBy(() -> consent.install(BOSS, JAR, Set.of(SEE_BODIES)))
                .hasMessage("USE_DATABASE is not granted");
        assertThatThrownBy(() -> consent.install(BOSS, JAR, Set.of())).isInstanceOf(PluginRefusal.class);

        assertThat(plugins.granted).containsExactlyInAnyOrder("other:SEE_BODIES");
    }

    @Test
    void takesBackOnlyWhatWasGrantedForAJarThatDoesNotRun() {
        plugins.granted.add("new:SEE_BODIES");
        plugins.fault = "it throws";

        assertThatThrownBy(() -> consent.install(BOSS, JAR, Set.of(SEE_BODIES, USE_DATABASE)))
                .hasMessage("it throws");

        assertThat(plugins.granted).containsExactlyInAnyOrder("new:SEE_BODIES", "other:SEE_BODIES");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLY", "see_bodies", ",", "SEE_BODIES,", "SEE_BODIES FLY"})
    void aPermissionThatThereIsNotIsRefused(String names) {
        assertThatThrownBy(() -> PluginConsent.read(names))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is no permission");
    }

    @Test
    void readsNames() {
        assertThat(PluginConsent.read("")).isEmpty();
        assertThat(PluginConsent.read("USE_DATABASE,SEE_BODIES")).containsExactlyInAnyOrder(SEE_BODIES, USE_DATABASE);
    }

    /** A plugin that serves, a jar that is refused, and one to install. */
    private static final class Plugins implements PluginAdmin {

        private final SortedSet<String> granted = new TreeSet<>(Set.of("other:SEE_BODIES"));
        private String who = "";
        private String fault = "";

        private List<Need> needs(String plugin, Permission... permissions) {
            return Stream.of(permissions)
                    .map(permission ->
                            new Need(permission, permission.sentence(), granted.contains(plugin + ":" + permission)))
                    .toList();
        }

        @Override
        public List<Plugin> plugins() {
            return List.of(new Plugin(
                    "serving",
                    "1",
                    "serving.jar",
                    Optional.empty(),
                    new TreeSet<>(),
                    needs("serving", SEE_BODIES, SEND_AS_OTHERS),
                    Optional.empty()));
        }

        @Override
        public List<Refused> refused() {
            return List.of(
                    new Refused("broken.jar", "it is damaged", Optional.empty(), List.of()),
                    new Refused("refused.jar", "", Optional.of("refused"), needs("refused", USE_DATABASE)));
        }

        @Override
        public Check check(Path jar) {
            return new Check("new", false, List.of(), needs("new", SEE_BODIES, USE_DATABASE));
        }

        @Override
        public String install(Path jar) throws PluginRefusal {
            Optional<Permission> lacks = check(jar).needs().stream()
                    .filter(need -> !need.isGranted())
                    .map(Need::permission)
                    .findFirst();
            if (lacks.isPresent()) {
                throw new PluginRefusal(lacks.get() + " is not granted");
            }
            if (!fault.isEmpty()) {
                throw new PluginRefusal(fault);
            }
            return "new 1";
        }

        @Override
        public String rollBack(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<Permission> grant(String by, String plugin, Set<Permission> permissions) {
            who = by;
            return permissions.stream()
                    .filter(permission -> granted.add(plugin + ":" + permission))
                    .collect(Collectors.toSet());
        }

        @Override
        public void takeBack(String by, String plugin, Set<Permission> permissions) {
            who = by;
            permissions.forEach(permission -> granted.remove(plugin + ":" + permission));
        }
    }
}
