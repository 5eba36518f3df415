package org.jackdaw.smack;

import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.igniterealtime.smack.inttest.AbstractSmackIntTest;

/** The test classes that Smack ships. */
final class SmackClasses {

    private static final String PACKAGE = "org/jivesoftware/";
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
                    .filter(name -> name.startsWith(PACKAGE) && name.endsWith(CLASS))
                    .map(name ->
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .filter(SmackClasses::isTest)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isTest(String name) {
        try {
            Class<?> candidate = Class.forName(name, false, SmackClasses.class.getClassLoader());
            return AbstractSmackIntTest.class.isAssignableFrom(candidate)
                    && !Modifier.isAbstract(candidate.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
