package org.jackdaw.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackdaw.plugin.Permission.SEE_BODIES;
import static org.jackdaw.plugin.Permission.USE_DATABASE;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jackdaw.core.Grants;
import org.jackdaw.core.RefusedChange;
import org.jackdaw.core.Settings;
import org.jackdaw.plugin.Permission;
import org.junit.jupiter.api.Test;

class GrantingTest {

    private static final String WHO = "boss@localhost";

    private final File file = new File();
    private final Granting granting = new Granting(file, Optional.of(file));

    @Test
    void addsWhatIsNewInTheNameOfWhoGrants() throws Exception {
        assertThat(granting.grant(WHO, "notes", Set.of(SEE_BODIES))).containsExactly(SEE_BODIES);
        assertThat(granting.grant(WHO, "notes", Set.of(SEE_BODIES, USE_DATABASE)))
                .containsExactly(USE_DATABASE);

        assertThat(file.text).isEqualTo("other:SEE_BODIES, notes:SEE_BODIES, notes:USE_DATABASE");
        assertThat(file.who).isEqualTo(WHO);
    }

    @Test
    void takesBackWhateverWayItIsWritten() throws Exception {
        file.text = " notes : see_bodies,notes:USE_DATABASE,, other:SEE_BODIES";

        granting.revoke(WHO, "notes", Set.of(SEE_BODIES));

        assertThat(file.text).isEqualTo("notes:USE_DATABASE, other:SEE_BODIES");
    }

    @Test
    void aChangeThatIsRefusedIsTold() {
        file.refusal = "the file has changed meanwhile";

        assertThatThrownBy(() -> granting.grant(WHO, "notes", Set.of(SEE_BODIES)))
                .isInstanceOf(Refusal.class)
                .hasMessage("the file has changed meanwhile");
    }

    @Test
    void nothingIsGrantedWithoutARouter() {
        file.isThere = false;

        assertThatThrownBy(() -> granting.grant(WHO, "notes", Set.of(SEE_BODIES)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("router");
    }

    @Test
    void aNameThatCouldNotStandInTheListIsRefused() {
        assertThatThrownBy(() -> granting.grant(WHO, "a:SEE_BODIES, b", Set.of(SEE_BODIES)))
                .isInstanceOf(Refusal.class);

        assertThat(file.text).isEqualTo("other:SEE_BODIES");
    }

    /** The operator's file, in memory, and in force at once. */
    private static final class File implements Settings, Grants {

        private String text = "other:SEE_BODIES";
        private String who = "";
        private String refusal = "";
        private boolean isThere = true;

        @Override
        public boolean allows(long bundle, Permission permission) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<Permission> granted(String plugin) {
            Set<Permission> granted = EnumSet.allOf(Permission.class);
            granted.removeIf(permission ->
                    Stream.of(text.split(",")).noneMatch(entry -> entry.strip().equals(plugin + ":" + permission)));
            return granted;
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
        public Optional<Change> change(String by, String pid, String version, Map<String, Optional<String>> texts)
                throws RefusedChange {
            if (!refusal.isEmpty()) {
                throw new RefusedChange(refusal);
            }
            assertThat(version).isEqualTo(text);
            who = by;
            text = texts.get("granted").orElseThrow();
            return Optional.empty();
        }

        @Override
        public List<Change> history() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Change undo(String by, long id) {
            throw new UnsupportedOperationException();
        }
    }
}
