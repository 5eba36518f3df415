package org.jackdaw.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a plugin's classes refer to and the API of another release does not have. */
final class ApiCheck {

    private final Set<String> packages;
    private final Map<String, ClassModel> api;

    /**
     * @param packages the packages that are the API, by their names
     * @param jar the API's jar in the other release
     */
    ApiCheck(Set<String> packages, Path jar) throws Refusal {
        this.packages = packages.stream().map(name -> name.replace('.', '/')).collect(Collectors.toSet());
        try {
            api = classes(jar);
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(jar + " cannot be read: " + e.getMessage());
        }
        if (api.keySet().stream().noneMatch(name -> this.packages.contains(packageOf(name)))) {
            throw new Refusal(jar + " is no jar of the API: it has none of the packages " + packages);
        }
    }

    private static Map<String, ClassModel> classes(Path path) throws IOException {
        Map<String, ClassModel> classes = new HashMap<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        ClassModel model = ClassFile.of().parse(in.readAllBytes());
                        classes.put(model.thisClass().asInternalName(), model);
                    }
                }
            }
        }
        return classes;
    }

    /** Returns the classes, methods and fields that a plugin would miss; empty for none. */
    SortedSet<String> missing(PluginJar plugin) throws Refusal {
        SortedSet<String> missing = new TreeSet<>();
        try {
            for (ClassModel user : classes(plugin.copy()).values()) {
                for (PoolEntry entry : user.constantPool()) {
                    switch (entry) {
                        case ClassEntry type ->
                            missingClass(type.asInternalName()).ifPresent(missing::add);
                        case MemberRefEntry member -> missingMember(member).ifPresent(missing::add);
                        default -> {
                            // Nothing else names another class.
                        }
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(plugin + " cannot be read: " + e.getMessage());
        }
        return missing;
    }

    private Optional<String> missingClass(String name) {
        String type = name.startsWith("[") ? name.replaceAll("^\\[+L?|;$", "") : name;
        return packages.contains(packageOf(type)) && !api.containsKey(type)
                ? Optional.of("class " + type.replace('/', '.'))
                : Optional.empty();
    }

    private Optional<String> missingMember(MemberRefEntry member) {
        String owner = member.owner().asInternalName();
        if (!packages.contains(packageOf(owner)) || !api.containsKey(owner)) {
            return Optional.empty();
        }
        String name = member.name().stringValue();
        String type = member.type().stringValue();
        return has(owner, name, type)
                ? Optional.empty()
                : Optional.of((type.startsWith("(") ? "method " : "field ") + owner.replace('/', '.') + "." + name + " "
                        + type);
    }

    /** A member may be inherited; what comes from outside the API is taken to be there. */
    private boolean has(String owner, String name, String type) {
        ClassModel model = api.get(owner);
        if (model == null) {
            return !owner.equals("java/lang/Object") && !owner.equals("java/lang/Record");
        }
        boolean own = Stream.concat(
                        model.methods().stream()
                                .map(m -> m.methodName().stringValue()
                                        + m.methodType().stringValue()),
                        model.fields().stream()
                                .map(f -> f.fieldName().stringValue()
                                        + f.fieldType().stringValue()))
                .anyMatch((name + type)::equals);
        return own
                || Stream.concat(model.superclass().stream(), model.interfaces().stream())
                        .anyMatch(parent -> has(parent.asInternalName(), name, type))
                || isOfEveryObject(name);
    }

    private static boolean isOfEveryObject(String name) {
        return Stream.of(Object.class.getMethods())
                .anyMatch(method -> method.getName().equals(name));
    }

    private static String packageOf(String type) {
        return type.contains("/") ? type.substring(0, type.lastIndexOf('/')) : "";
    }
}
