package org.jackdaw.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackdaw.plugin.Permission.SEE_BODIES;
import static org.jackdaw.plugin.Permission.SEND_AS_OTHERS;
import static org.jackdaw.plugin.Permission.USE_DATABASE;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jackdaw.core.PluginAdmin;
import org.jackdaw.core.PluginRefusal;
import org.jackdaw.core.RefusedChange;
import org.jackdaw.core.Settings;
import org.jackdaw.plugin.Permission;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginConsentTest {

    private static final Jid BOSS = Jid.of("boss@localhost");
    private static final Path JAR = Path.of("new.jar");

    private final File file = new File();
    private final Plugins plugins = new Plugins();
    private final PluginConsent consent = new PluginConsent(plugins, new GrantedPermissions(file));

    @Test
    void grantsAPluginWhatItAsksForInTheNameOfWhoAsks() {
        consent.grant(BOSS, "serving", Set.of(SEND_AS_OTHERS, SEE_BODIES));

        assertThat(file.text).isEqualTo("other:SEE_BODIES, serving:SEE_BODIES, serving:SEND_AS_OTHERS");
        assertThat(file.who).isEqualTo("boss@localhost");

        consent.grant(BOSS, "serving", Set.of(SEE_BODIES));
        assertThat(file.text).isEqualTo("other:SEE_BODIES, serving:SEE_BODIES, serving:SEND_AS_OTHERS");
    }

    @Test
    void grantsAJarThatIsRefusedWhatItLacks() {
        consent.grant(BOSS, "refused", Set.of(USE_DATABASE));

        assertThat(file.text).isEqualTo("other:SEE_BODIES, refused:USE_DATABASE");
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
        assertThat(file.text).isEqualTo("other:SEE_BODIES");
    }

    @Test
    void takesBackWhateverWayItIsWritten() {
        file.text = " serving : see_bodies,serving:SEND_AS_OTHERS,, other:SEE_BODIES";

        consent.takeBack(BOSS, "serving", Set.of(SEE_BODIES));

        assertThat(file.text).isEqualTo("serving:SEND_AS_OTHERS, other:SEE_BODIES");
    }

    @Test
    void aChangeThatIsRefusedIsTold() {
        file.refusal = "the file has changed meanwhile";

        assertThatThrownBy(() -> consent.grant(BOSS, "serving", Set.of(SEE_BODIES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the file has changed meanwhile");
    }

    @Test
    void nothingIsGrantedWithoutARouter() {
        file.isThere = false;

        assertThatThrownBy(() -> consent.grant(BOSS, "serving", Set.of(SEE_BODIES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("router");
    }

    @Test
    void installsWithWhatTheAdministratorHasSeen() throws Exception {
        assertThat(consent.install(BOSS, JAR, Set.of(SEE_BODIES, USE_DATABASE, SEND_AS_OTHERS)))
                .isEqualTo("new 1");

        assertThat(file.text).isEqualTo("other:SEE_BODIES, new:SEE_BODIES, new:USE_DATABASE");
    }

    @Test
    void grantsNothingThatTheAdministratorHasNotSeen() {
        assertThatThrownBy(() -> consent.install(BOSS, JAR, Set.of(SEE_BODIES)))
                .hasMessage("USE_DATABASE is not granted");
        assertThatThrownBy(() -> consent.install(BOSS, JAR, Set.of())).isInstanceOf(PluginRefusal.class);

        assertThat(file.text).isEqualTo("other:SEE_BODIES");
    }

    @Test
    void takesBackOnlyWhatWasGrantedForAJarThatDoesNotRun() {
        file.text = "new:SEE_BODIES";
        plugins.fault = "it throws";

        assertThatThrownBy(() -> consent.install(BOSS, JAR, Set.of(SEE_BODIES, USE_DATABASE)))
                .hasMessage("it throws");

        assertThat(file.text).isEqualTo("new:SEE_BODIES");
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

    /** The operator's file, in memory. */
    private static final class File implements Settings {

        private String text = "other:SEE_BODIES";
        private String who = "";
        private String refusal = "";
        private boolean isThere = true;

        private boolean grants(String plugin, Permission permission) {
            return Stream.of(text.split(",")).anyMatch(entry -> entry.strip().equals(plugin + ":" + permission));
        }

        @Override
        public List<Section> sections() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Section> section(String pid) {
            Setting setting = new Setting(
                    "granted", "", "", "String", true, Optional.empty(), Optional.empty(), List.of(), "", text, true);
            return isThere && pid.equals("org.jackdaw.permissions")
                    ? Optional.of(new Section(pid, "", "", "", text, List.of(setting), Optional.empty()))
                    : Optional.empty();
        }

        @Override
        public Optional<Change> change(String who, String pid, String version, Map<String, Optional<String>> texts)
                throws RefusedChange {
            if (!refusal.isEmpty()) {
                throw new RefusedChange(refusal);
            }
            assertThat(version).isEqualTo(text);
            this.who = who;
            text = texts.get("granted").orElseThrow();
            return Optional.empty();
        }

        @Override
        public List<Change> history() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Change undo(String who, long id) {
            throw new UnsupportedOperationException();
        }
    }

    /** A plugin that serves, a jar that is refused, and one to install. */
    private final class Plugins implements PluginAdmin {

        private String fault = "";

        private List<Need> needs(String plugin, Permission... permissions) {
            return Stream.of(permissions)
                    .map(permission -> new Need(permission, permission.sentence(), file.grants(plugin, permission)))
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
    }
}
