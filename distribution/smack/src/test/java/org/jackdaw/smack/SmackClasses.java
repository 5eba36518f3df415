package org.jackdaw.smack;

import static java.util.stream.Collectors.toCollection;

import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.igniterealtime.smack.inttest.AbstractSmackIntTest;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;

/** The test classes that Smack ships, by the names that it shortens itself. */
final class SmackClasses {

    private static final String PACKAGE = "org.jivesoftware.";
    private static final String CLASS = ".class";

    private SmackClasses() {}

    /** Returns their names in alphabetical order. */
    static List<String> names() throws Exception {
        Path jar = Path.of(AbstractSmackIntTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS))
                    .map(name ->
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .filter(name -> name.startsWith(PACKAGE))
                    .map(name -> name.substring(PACKAGE.length()))
                    .filter(SmackClasses::isTest)
                    .sorted()
                    .toList();
        }
    }

    /** Returns the tests of a class, each after its class's name and a dot. */
    static SortedSet<String> tests(String name) {
        return Arrays.stream(load(name).getMethods())
                .filter(method -> method.isAnnotationPresent(SmackIntegrationTest.class))
                .map(method -> name + "." + method.getName())
                .collect(toCollection(TreeSet::new));
    }

    private static boolean isTest(String name) {
        Class<?> candidate = load(name);
        return AbstractSmackIntTest.class.isAssignableFrom(candidate) && !Modifier.isAbstract(candidate.getModifiers());
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(PACKAGE + name, false, SmackClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
