package org.jackdaw.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jackdaw.core.RefusedChange;
import org.jackdaw.core.Settings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reads and changes the options in the operator's files, by the rules that hold for the files themselves. */
@Component
public final class FileSettings implements Settings {

    /** What {@link #hidden} puts into an address: who sends it back has seen no password, and must not make one of it. */
    private static final Pattern HIDDEN_PART = Pattern.compile("(?i)password=" + Pattern.quote(HIDDEN));

    private final ConfigFiles files;

    @Activate
    public FileSettings(@Reference ConfigFiles files) {
        this.files = files;
    }

    @Override
    public List<Section> sections() {
        return files.pids().stream()
                .map(this::section)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Optional<Section> section(String pid) {
        return files.options(pid).map(options -> section(pid, options));
    }

    private Section section(String pid, Options options) {
        Optional<String> text = Optional.empty();
        Map<String, String> set = Map.of();
        Optional<String> refused = files.refused(pid);
        try {
            text = text(pid);
            set = CfgText.parse(text.orElse(""));
        } catch (InvalidConfig | IOException e) {
            refused = Optional.of(files.file(pid) + ": " + e.getMessage());
        }
        Map<String, String> texts = set;
        List<Setting> settings = options.byKey().entrySet().stream()
                .map(entry -> setting(entry.getKey(), entry.getValue(), Optional.ofNullable(texts.get(entry.getKey()))))
                .toList();
        return new Section(
                pid,
                files.file(pid).toString(),
                options.name(),
                options.description(),
                version(text),
                settings,
                refused);
    }

    private static Setting setting(String key, Option option, Optional<String> set) {
        boolean hides = option.type() == Option.Type.PASSWORD && set.isPresent();
        String type = option.type().name();
        return new Setting(
                key,
                option.name(),
                option.description(),
                type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT),
                option.isList(),
                option.min().map(Object::toString),
                option.max().map(Object::toString),
                option.choices(),
                option.defaultText(),
                hides ? HIDDEN : hidden(set.orElse(option.defaultText()), Set.of()),
                set.isPresent());
    }

    private Optional<String> text(String pid) throws IOException, InvalidConfig {
        try {
            return Optional.of(ConfigFolder.text(files.file(pid)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static String version(Optional<String> text) {
        if (text.isEmpty()) {
            return "none";
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.get().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<Change> change(String who, String pid, String version, Map<String, Optional<String>> texts)
            throws RefusedChange {
        return files.exclusively(who, 0, () -> {
            Path file = files.file(pid);
            Options options = options(pid);
            try {
                Optional<String> before = text(pid);
                if (!version.equals(version(before))) {
                    throw new RefusedChange(file + " has been changed meanwhile; look at it again");
                }
                String after = changed(pid, options, before.orElse(""), texts);
                return after.equals(before.orElse(""))
                        ? Optional.<Change>empty()
                        : Optional.of(store(pid, before, Optional.of(after)));
            } catch (InvalidConfig | IOException e) {
                throw new RefusedChange(file + ": " + reason(e));
            }
        });
    }

    private Options options(String pid) throws RefusedChange {
        return files.options(pid).orElseThrow(() -> new RefusedChange("no bundle has options of the name " + pid));
    }

    private static String reason(Exception e) {
        return e instanceof InvalidConfig ? e.getMessage() : "cannot be written: " + e;
    }

    /** Returns a file's text with other values, every one of which is valid. */
    private String changed(String pid, Options options, String text, Map<String, Optional<String>> texts)
            throws InvalidConfig {
        Map<String, String> values = new LinkedHashMap<>(CfgText.parse(text));
        CfgEdit edit = new CfgEdit(text);
        for (Map.Entry<String, Optional<String>> change : texts.entrySet()) {
            String key = change.getKey();
            Option option = options.option(key);
            Optional<String> value = change.getValue().map(String::strip);
            boolean isLeft = option.type() == Option.Type.PASSWORD && value.equals(Optional.of(HIDDEN));
            refuseHidden(key, value.orElse(""));
            if (isLeft || value.equals(Optional.ofNullable(values.get(key)))) {
                continue;
            }
            if (value.isEmpty()) {
                values.remove(key);
                edit.reset(key, option.defaultText());
            } else {
                values.put(key, value.get());
                edit.set(key, value.get(), option.description());
            }
        }
        files.check(pid, options.values(values));
        if (!CfgText.parse(edit.text()).equals(values)) {
            throw new InvalidConfig("a value must stand in one line");
        }
        return edit.text();
    }

    private static void refuseHidden(String key, String value) throws InvalidConfig {
        if (HIDDEN_PART.matcher(value).find()) {
            throw new InvalidConfig(key + ": the password in it is not shown; write it again");
        }
    }

    /** Writes a file, or removes it, puts it in force and returns the change. */
    private Change store(String pid, Optional<String> before, Optional<String> after)
            throws IOException, RefusedChange {
        write(pid, after);
        Optional<History.Entry> change = files.reread(pid);
        if (change.isEmpty()) {
            write(pid, before);
            files.reread(pid);
            throw new RefusedChange(files.file(pid) + " could not be put in force: the server's log says why");
        }
        return shown(change.get());
    }

    private void write(String pid, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            WholeFile.write(files.file(pid), text.get().getBytes(UTF_8), false);
        } else {
            Files.deleteIfExists(files.file(pid));
        }
    }

    @Override
    public List<Change> history() {
        return files.history().reversed().stream().map(FileSettings::shown).toList();
    }

    /** What nobody may see differs, too. */
    private static Change shown(History.Entry entry) {
        Optional<String> before = entry.before().map(text -> hidden(text, entry.passwords()));
        Optional<String> after = entry.after().map(text -> hidden(text, entry.passwords()));
        List<String> diff = before.equals(after) ? List.of("(a password)") : Diff.of(lines(before), lines(after));
        return new Change(entry.id(), entry.time(), entry.who(), entry.pid(), entry.undoes(), before, after, diff);
    }

    private static List<String> lines(Optional<String> text) {
        return text.map(lines -> lines.lines().toList()).orElse(List.of());
    }

    private static String hidden(String text, Set<String> passwords) {
        return CfgEdit.masked(text, passwords, HIDDEN);
    }

    @Override
    public Change undo(String who, long id) throws RefusedChange {
        return files.exclusively(who, id, () -> {
            History.Entry entry = files.history().stream()
                    .filter(known -> known.id() == id)
                    .findFirst()
                    .orElseThrow(() -> new RefusedChange("there is no change " + id));
            Path file = files.file(entry.pid());
            Options options = options(entry.pid());
            try {
                Optional<String> now = text(entry.pid());
                if (!now.equals(entry.after())) {
                    throw new RefusedChange(file + " has been changed since change " + id);
                }
                files.check(
                        entry.pid(), options.values(CfgText.parse(entry.before().orElse(""))));
                return store(entry.pid(), now, entry.before());
            } catch (InvalidConfig | IOException e) {
                throw new RefusedChange(file + ": " + reason(e));
            }
        });
    }
}
