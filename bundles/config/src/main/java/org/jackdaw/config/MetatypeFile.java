package org.jackdaw.config;

import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a metatype file of a bundle: which options there are for which PID. MetaTypeService knows this too, but it hides
 * the bounds and keeps one of several definitions for a PID.
 */
final class MetatypeFile {

    /** What an OCD declares. */
    private record Definition(String name, String description, Map<String, Option> options) {

        private static final Definition NONE = new Definition("", "", Map.of());
    }

    private final Map<String, Definition> definitions = new HashMap<>();
    private final Map<String, Options> byPid = new HashMap<>();
    private final XMLStreamReader reader;

    private MetatypeFile(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        reader = factory.createXMLStreamReader(in);
    }

    /** Returns the options by PID. */
    static Map<String, Options> read(InputStream in) throws XMLStreamException {
        MetatypeFile file = new MetatypeFile(in);
        file.read();
        return Map.copyOf(file.byPid);
    }

    /** In a metatype file the definitions stand before the PIDs that use them. */
    private void read() throws XMLStreamException {
        Definition definition = Definition.NONE;
        String pid = "";
        while (reader.hasNext()) {
            if (reader.next() != START_ELEMENT) {
                continue;
            }
            switch (reader.getLocalName()) {
                case "OCD" -> {
                    definition = new Definition(
                            attribute("name").orElse(""),
                            attribute("description").orElse(""),
                            new LinkedHashMap<>());
                    definitions.put(attribute("id").orElse(""), definition);
                }
                case "AD" -> definition.options().put(attribute("id").orElse(""), option());
                case "Designate" -> pid = attribute("pid").orElse("");
                case "Object" -> {
                    Definition used =
                            definitions.getOrDefault(attribute("ocdref").orElse(""), Definition.NONE);
                    byPid.merge(pid, new Options(used.name(), used.description(), used.options()), Options::and);
                }
                default -> {}
            }
        }
    }

    private Option option() throws XMLStreamException {
        Option.Type type =
                Option.Type.valueOf(attribute("type").orElse("String").toUpperCase(Locale.ROOT));
        boolean isList = !attribute("cardinality").orElse("0").equals("0");
        Optional<BigDecimal> min = attribute("min").map(BigDecimal::new);
        Optional<BigDecimal> max = attribute("max").map(BigDecimal::new);
        String name = attribute("name").orElse("");
        String description = attribute("description").orElse("");
        String defaultText = defaultText(attribute("default").orElse(""), isList);
        return new Option(type, isList, min, max, choices(), name, description, defaultText);
    }

    /** In a metatype file commas part values, and a backslash takes the meaning from what follows it. */
    private static String defaultText(String declared, boolean isList) {
        String text = declared.replaceAll("\\\\(.)", "$1");
        return isList ? String.join(", ", text.split("\\s*,\\s*")) : text;
    }

    /** Reads to the end of the AD. */
    private List<String> choices() throws XMLStreamException {
        List<String> choices = new ArrayList<>();
        while (!(reader.next() == XMLStreamReader.END_ELEMENT
                && reader.getLocalName().equals("AD"))) {
            if (reader.isStartElement() && reader.getLocalName().equals("Option")) {
                choices.add(attribute("value").orElse(""));
            }
        }
        return List.copyOf(choices);
    }

    private Optional<String> attribute(String name) {
        return Optional.ofNullable(reader.getAttributeValue(null, name));
    }
}
