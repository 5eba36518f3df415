package org.jackdaw.itest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads which options the shipped bundles declare (OSGi metatype). */
final class ShippedOptions {

    /** One of them; a bound that is not declared is empty. */
    record Option(String pid, String key, String type, String min, String max) {

        boolean isNumber() {
            return type.equals("Integer") || type.equals("Long");
        }
    }

    private ShippedOptions() {}

    static List<Option> read() {
        List<Option> options = new ArrayList<>();
        try (Stream<Path> jars = Files.walk(ServerFolders.home())) {
            for (Path jar : jars.filter(path -> path.getFileName().toString().matches("org\\.jackdaw\\..*\\.jar"))
                    .toList()) {
                read(jar, options);
            }
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        return options;
    }

    private static void read(Path path, List<Option> options)
            throws IOException, SAXException, ParserConfigurationException {
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream()
                    .filter(file -> file.getName().matches("OSGI-INF/metatype/.*\\.xml"))
                    .toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    read(
                            DocumentBuilderFactory.newDefaultInstance()
                                    .newDocumentBuilder()
                                    .parse(in),
                            options);
                }
            }
        }
    }

    /** bnd writes a file for each definition, or a designate without one for those that share it. */
    private static void read(Document file, List<Option> options) {
        NodeList designates = file.getElementsByTagName("Designate");
        NodeList definitions = file.getElementsByTagName("AD");
        for (int i = 0; i < designates.getLength(); i++) {
            String pid = ((Element) designates.item(i)).getAttribute("pid");
            for (int j = 0; j < definitions.getLength(); j++) {
                Element option = (Element) definitions.item(j);
                options.add(new Option(
                        pid,
                        option.getAttribute("id"),
                        option.getAttribute("type"),
                        option.getAttribute("min"),
                        option.getAttribute("max")));
            }
        }
    }
}
