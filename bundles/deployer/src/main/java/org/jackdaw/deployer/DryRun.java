package org.jackdaw.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What a jar declares, read from its files: nothing of it is installed. */
final class DryRun {

    private static final Pattern TABLE =
            Pattern.compile("create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?([\\w.\"]+)", Pattern.CASE_INSENSITIVE);

    /** What the properties are called that service discovery looks at: the annotations of plugins make the last kind. */
    private static final Pattern ANNOUNCED = Pattern.compile("jackdaw\\.iq\\.namespace|jackdaw\\.feature(\\..+)?");

    private final XMLInputFactory xml = XMLInputFactory.newDefaultFactory();

    /** The features that service discovery would announce, and the tables that its scripts make. */
    record Declared(SortedSet<String> features, SortedSet<String> tables) {}

    DryRun() {
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    Declared read(PluginJar plugin) throws Refusal {
        SortedSet<String> features = new TreeSet<>();
        SortedSet<String> tables = new TreeSet<>();
        try (JarFile jar = new JarFile(plugin.copy().toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                try (InputStream in = jar.getInputStream(entry)) {
                    if (entry.getName().startsWith("OSGI-INF/")
                            && entry.getName().endsWith(".xml")) {
                        features.addAll(features(in));
                    } else if (entry.getName().endsWith(".sql")) {
                        TABLE.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                                .results()
                                .forEach(found -> tables.add(found.group(1)));
                    }
                }
            }
        } catch (IOException | XMLStreamException e) {
            throw new Refusal("what it declares cannot be read: " + e.getMessage());
        }
        return new Declared(features, tables);
    }

    /** Reads the properties of a component's description (OSGi Compendium §112.4.6). */
    private List<String> features(InputStream in) throws XMLStreamException {
        List<String> features = new ArrayList<>();
        XMLStreamReader reader = xml.createXMLStreamReader(in);
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamReader.START_ELEMENT
                    && reader.getLocalName().equals("property")
                    && isAnnounced(reader.getAttributeValue(null, "name"))) {
                String value = Optional.ofNullable(reader.getAttributeValue(null, "value"))
                        .orElse("");
                features.addAll((value.isEmpty() ? reader.getElementText() : value)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
            }
        }
        return features;
    }

    private static boolean isAnnounced(String property) {
        return property != null && ANNOUNCED.matcher(property).matches();
    }
}
