package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What docs/xeps.md and docs/jackdaw.doap say is what the shipped bundles declare in their manifests, no more and no less. If a
 * test fails, the right file is in this module's target folder.
 */
class SpecificationsTest {

    private static final Path DOCS = Path.of("../../docs");
    private static final String HEADER = "Jackdaw-Implements";

    /** @param note what is left out, or how it is used; empty for nothing */
    private record Declared(String specification, String version, String note, String bundle) {

        static Declared of(String text, String bundle) {
            String[] parts = text.strip().split(" ", 4);
            boolean isXep = text.startsWith("XEP");
            String name = isXep ? parts[0] : parts[0] + " " + parts[1];
            return new Declared(
                    name,
                    isXep ? parts[1] : "",
                    isXep
                            ? text.strip()
                                    .substring(name.length() + parts[1].length() + 1)
                                    .strip()
                            : "",
                    bundle);
        }

        String row(Properties titles) {
            return "| " + specification + " | " + title(titles) + " | " + version + " | " + bundle + " | " + note
                    + " |\n";
        }

        String title(Properties titles) {
            String title = titles.getProperty(specification);
            assertThat(title)
                    .as(specification + " in specifications.properties")
                    .isNotNull();
            return title;
        }

        String doap() {
            String[] parts = specification.split("[ -]");
            if (parts[0].equals("RFC")) {
                return "    <implements rdf:resource='https://xmpp.org/rfcs/rfc" + parts[1] + ".html'/>\n";
            }
            String status = note.startsWith("partial") ? "partial" : "complete";
            return "    <implements>\n      <xmpp:SupportedXep>\n"
                    + "        <xmpp:xep rdf:resource='https://xmpp.org/extensions/"
                    + specification.toLowerCase(Locale.ROOT) + ".html'/>\n"
                    + "        <xmpp:status>" + status + "</xmpp:status>\n"
                    + "        <xmpp:version>" + version + "</xmpp:version>\n"
                    + (note.isEmpty() ? "" : "        <xmpp:note xml:lang='en'>" + note + "</xmpp:note>\n")
                    + "      </xmpp:SupportedXep>\n    </implements>\n";
        }
    }

    private static List<Declared> declared() throws IOException {
        List<Declared> all = new ArrayList<>();
        for (Path jar : BundlesTest.ours()) {
            if (jar.getParent().endsWith("examples")) {
                continue;
            }
            try (JarFile file = new JarFile(jar.toFile())) {
                String header = file.getManifest().getMainAttributes().getValue(HEADER);
                String bundle = file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
                if (header != null) {
                    for (String each : header.split(",")) {
                        all.add(Declared.of(each, bundle));
                    }
                }
            }
        }
        all.sort((a, b) -> a.specification().equals(b.specification())
                ? a.bundle().compareTo(b.bundle())
                : a.specification().compareTo(b.specification()));
        return all;
    }

    private static Properties titles() throws IOException {
        Properties titles = new Properties();
        try (InputStream in = SpecificationsTest.class.getResourceAsStream("specifications.properties")) {
            titles.load(in);
        }
        return titles;
    }

    @Test
    void theTableSaysWhatTheBundlesDeclare() throws IOException {
        Properties titles = titles();
        String rows = declared().stream().map(each -> each.row(titles)).collect(Collectors.joining());

        isInFile("xeps.md", """
                # What is supported

                Made of what the bundles declare in their manifests (`SpecificationsTest`); the version is the one that was read.
                `jackdaw.doap` says the same in the form that xmpp.org asks for (XEP-0453).

                | specification | | version | bundle | note |
                |---|---|---|---|---|
                """ + rows);
    }

    @Test
    void theDescriptionOfTheProjectSaysItToo() throws IOException {
        String implemented = declared().stream().map(Declared::doap).distinct().collect(Collectors.joining());

        isInFile("jackdaw.doap", """
                <?xml version='1.0' encoding='UTF-8'?>
                <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'
                         xmlns='http://usefulinc.com/ns/doap#'
                         xmlns:xmpp='https://linkmauve.fr/ns/xmpp-doap#'>
                  <Project xml:lang='en'>
                    <name>Jackdaw</name>
                    <shortdesc xml:lang='en'>A modular XMPP server on OSGi</shortdesc>
                    <description xml:lang='en'>An XMPP server of which everything but a small core is a plugin, replaced while users \
                chat</description>
                    <programming-language>Java</programming-language>
                    <os>Linux</os>
                    <license rdf:resource='https://www.apache.org/licenses/LICENSE-2.0'/>
                    <category rdf:resource='https://linkmauve.fr/ns/xmpp-doap#category-server'/>
                """ + implemented + "  </Project>\n</rdf:RDF>\n");
    }

    private static void isInFile(String name, String expected) throws IOException {
        Files.writeString(Path.of("target", name), expected);
        Path file = DOCS.resolve(name);
        assertThat(Files.exists(file) ? Files.readString(file) : "").as(name).isEqualTo(expected);
    }
}
