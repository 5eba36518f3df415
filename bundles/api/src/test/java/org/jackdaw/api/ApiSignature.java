package org.jackdaw.api;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.AccessFlag.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a package of the API shows to others, as text: its version, and a line for each class, field, constructor and method
 * that is public or protected. Names and types are those of class files. {@link ApiStubs} makes classes of it again.
 */
final class ApiSignature {

    private static final String VERSIONING = "Lorg/osgi/annotation/versioning/";

    private static final int ACCESSIBLE = ClassFile.ACC_PUBLIC | ClassFile.ACC_PROTECTED;

    /** Of no concern to who uses or implements it. */
    private static final Set<AccessFlag> HIDDEN = Set.of(
            AccessFlag.SUPER, AccessFlag.SYNCHRONIZED, AccessFlag.NATIVE, AccessFlag.STRICT, AccessFlag.MANDATED);

    private ApiSignature() {}

    /** Writes the baseline of each package, for a release: run in the folder of the module, with its classes. */
    static void main(String[] packages) throws IOException {
        for (String name : packages) {
            Files.write(
                    Path.of("baseline", "org.jackdaw." + name + ".txt"),
                    of(Path.of("target/classes/org/jackdaw", name)));
        }
    }

    /** Returns the lines for a folder of class files, which are those of one package. */
    static List<String> of(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                ClassModel type = ClassFile.of().parse(file);
                if (file.endsWith("package-info.class")) {
                    lines.addFirst("version " + version(type));
                } else if (isAccessible(type)) {
                    add(type, lines);
                }
            }
        }
        return lines;
    }

    private static String version(ClassModel type) {
        return annotations(type)
                .filter(annotation -> annotation.className().stringValue().equals(VERSIONING + "Version;"))
                .flatMap(annotation -> annotation.elements().stream())
                .map(AnnotationElement::value)
                .map(value -> ((java.lang.classfile.AnnotationValue.OfString) value).stringValue())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a package of the API without @Version"));
    }

    private static Stream<Annotation> annotations(ClassModel type) {
        return type.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream());
    }

    /** A nested class is as accessible as it was declared, and so are those around it. */
    private static boolean isAccessible(ClassModel type) {
        return (flags(type) & ACCESSIBLE) != 0
                && nesting(type).allMatch(outer -> (outer.flagsMask() & ACCESSIBLE) != 0);
    }

    private static Stream<InnerClassInfo> nesting(ClassModel type) {
        String name = type.thisClass().asInternalName();
        return type.findAttribute(Attributes.innerClasses()).stream()
                .flatMap(attribute -> attribute.classes().stream())
                .filter(inner -> name.equals(inner.innerClass().asInternalName())
                        || name.startsWith(inner.innerClass().asInternalName() + "$"));
    }

    private static int flags(ClassModel type) {
        return nesting(type)
                .filter(inner -> inner.innerClass().equals(type.thisClass()))
                .map(InnerClassInfo::flagsMask)
                .findFirst()
                .orElse(type.flags().flagsMask() & ~ClassFile.ACC_SUPER);
    }

    private static void add(ClassModel type, List<String> lines) {
        String name = type.thisClass().asInternalName();
        StringBuilder line = new StringBuilder(name);
        line.append(flags(flags(type), Location.INNER_CLASS));
        line.append(named("extends", type.superclass().stream().toList()));
        line.append(named("implements", type.interfaces()));
        type.findAttribute(Attributes.permittedSubclasses())
                .ifPresent(permitted -> line.append(named("permits", permitted.permittedSubclasses())));
        type.findAttribute(Attributes.signature())
                .ifPresent(signature ->
                        line.append(" signature=").append(signature.signature().stringValue()));
        annotations(type)
                .map(annotation -> annotation.className().stringValue())
                .filter(annotation -> annotation.equals(VERSIONING + "ProviderType;"))
                .forEach(annotation -> line.append(" provider"));
        lines.add(line.toString());
        Set<String> members = new TreeSet<>();
        type.fields().forEach(field -> line(field).ifPresent(members::add));
        type.methods().forEach(method -> line(method).ifPresent(members::add));
        lines.addAll(members);
    }

    private static Optional<String> line(FieldModel field) {
        if ((field.flags().flagsMask() & ACCESSIBLE) == 0 || field.flags().has(AccessFlag.SYNTHETIC)) {
            return Optional.empty();
        }
        return Optional.of("  " + field.fieldName().stringValue() + ":"
                + field.fieldType().stringValue()
                + flags(field.flags().flagsMask(), Location.FIELD)
                + field.findAttribute(Attributes.signature())
                        .map(signature -> " signature=" + signature.signature().stringValue())
                        .orElse(""));
    }

    private static Optional<String> line(MethodModel method) {
        if ((method.flags().flagsMask() & ACCESSIBLE) == 0 || method.flags().has(AccessFlag.SYNTHETIC)) {
            return Optional.empty();
        }
        return Optional.of("  " + method.methodName().stringValue()
                + method.methodType().stringValue()
                + flags(method.flags().flagsMask(), Location.METHOD)
                + method.findAttribute(Attributes.exceptions())
                        .map(thrown -> named("throws", thrown.exceptions()))
                        .orElse("")
                + method.findAttribute(Attributes.signature())
                        .map(signature -> " signature=" + signature.signature().stringValue())
                        .orElse("")
                + (method.findAttribute(Attributes.annotationDefault()).isPresent() ? " default" : ""));
    }

    private static String flags(int mask, Location location) {
        return AccessFlag.maskToAccessFlags(mask, location).stream()
                .filter(flag -> !HIDDEN.contains(flag))
                .map(flag -> " " + flag.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(joining());
    }

    private static String named(String word, Collection<ClassEntry> classes) {
        return classes.isEmpty()
                ? ""
                : " " + word + "="
                        + classes.stream().map(ClassEntry::asInternalName).collect(joining(","));
    }
}
