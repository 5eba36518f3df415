package org.jackdaw.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassSignature;
import java.lang.classfile.MethodSignature;
import java.lang.classfile.Signature;
import java.lang.classfile.attribute.AnnotationDefaultAttribute;
import java.lang.classfile.attribute.ExceptionsAttribute;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.PermittedSubclassesAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Makes a jar of an {@link ApiSignature}: classes with the same members and no code, for japicmp to look at. */
final class ApiStubs {

    private static final int OF_CLASS_FILES = ClassFile.ACC_PUBLIC
            | ClassFile.ACC_FINAL
            | ClassFile.ACC_INTERFACE
            | ClassFile.ACC_ABSTRACT
            | ClassFile.ACC_ANNOTATION
            | ClassFile.ACC_ENUM;

    private ApiStubs() {}

    static byte[] jar(List<String> signature) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (List<String> lines : classes(signature)) {
                String name = new Line(lines.getFirst()).name();
                jar.putNextEntry(new JarEntry(name + ".class"));
                jar.write(ClassFile.of().build(desc(name), builder -> build(lines, builder)));
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static List<List<String>> classes(List<String> signature) {
        List<List<String>> classes = new ArrayList<>();
        for (String line : signature.subList(1, signature.size())) {
            if (!line.startsWith(" ")) {
                classes.add(new ArrayList<>());
            }
            classes.getLast().add(line);
        }
        return classes;
    }

    /** A line of the text: a name, then words, some with a value. */
    private record Line(List<String> words) {

        Line(String line) {
            this(Arrays.asList(line.strip().split(" ")));
        }

        String name() {
            return words.getFirst();
        }

        boolean has(String word) {
            return words.contains(word);
        }

        Optional<String> value(String key) {
            return words.stream()
                    .filter(word -> word.startsWith(key + "="))
                    .map(word -> word.substring(key.length() + 1))
                    .findFirst();
        }

        List<ClassDesc> classes(String key) {
            return value(key).stream()
                    .flatMap(names -> Arrays.stream(names.split(",")))
                    .map(ApiStubs::desc)
                    .toList();
        }

        int flags() {
            return words.stream()
                    .skip(1)
                    .filter(word -> !word.contains("=") && !word.equals("provider") && !word.equals("default"))
                    .mapToInt(word ->
                            AccessFlag.valueOf(word.toUpperCase(Locale.ROOT)).mask())
                    .reduce(0, (one, other) -> one | other);
        }
    }

    private static ClassDesc desc(String name) {
        return ClassDesc.ofInternalName(name);
    }

    private static void build(List<String> lines, ClassBuilder builder) {
        Line line = new Line(lines.getFirst());
        builder.withFlags(line.flags() & OF_CLASS_FILES | ClassFile.ACC_SUPER);
        line.classes("extends").forEach(builder::withSuperclass);
        builder.withInterfaceSymbols(line.classes("implements"));
        if (line.value("permits").isPresent()) {
            builder.with(PermittedSubclassesAttribute.ofSymbols(line.classes("permits")));
        }
        line.value("signature").ifPresent(text -> builder.with(SignatureAttribute.of(ClassSignature.parseFrom(text))));
        if (line.has("provider")) {
            builder.with(RuntimeInvisibleAnnotationsAttribute.of(
                    Annotation.of(ClassDesc.of("org.osgi.annotation.versioning.ProviderType"))));
        }
        int nested = line.name().lastIndexOf('$');
        if (nested > 0) {
            builder.with(InnerClassesAttribute.of(InnerClassInfo.of(
                    desc(line.name()),
                    Optional.of(desc(line.name().substring(0, nested))),
                    Optional.of(line.name().substring(nested + 1)),
                    line.flags())));
        }
        lines.stream().skip(1).map(Line::new).forEach(member -> add(member, builder));
    }

    private static void add(Line member, ClassBuilder builder) {
        int method = member.name().indexOf('(');
        if (method < 0) {
            int colon = member.name().indexOf(':');
            builder.withField(
                    member.name().substring(0, colon),
                    ClassDesc.ofDescriptor(member.name().substring(colon + 1)),
                    field -> {
                        field.withFlags(member.flags());
                        member.value("signature")
                                .ifPresent(text -> field.with(SignatureAttribute.of(Signature.parseFrom(text))));
                    });
            return;
        }
        builder.withMethod(
                member.name().substring(0, method),
                MethodTypeDesc.ofDescriptor(member.name().substring(method)),
                member.flags(),
                built -> {
                    if (member.value("throws").isPresent()) {
                        built.with(ExceptionsAttribute.ofSymbols(member.classes("throws")));
                    }
                    member.value("signature")
                            .ifPresent(text -> built.with(SignatureAttribute.of(MethodSignature.parseFrom(text))));
                    if (member.has("default")) {
                        built.with(AnnotationDefaultAttribute.of(AnnotationValue.ofInt(0)));
                    }
                });
    }
}
