package dev.bellhop.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Looks up what class files refer to, as the JVM would when it comes by: types, fields and methods
/// by name and descriptor through all supertypes, and whether a class that can be made implements
/// what its supertypes leave open.
final class Links {
    private static final String HELIDON = "io/helidon/";

    private final ClassLoader loader;
    private final Map<String, Optional<ClassModel>> types = new HashMap<>();
    private long checked;

    Links(ClassLoader loader) {
        this.loader = loader;
    }

    /// How many references were looked up.
    long checked() {
        return checked;
    }

    /// What a class refers to in Helidon and does not find.
    Set<String> misses(ClassModel model) {
        var misses = new TreeSet<String>();
        model.constantPool()
                .forEach(entry -> {
                    switch (entry) {
                        case ClassEntry type when isHelidon(type.asInternalName()) -> {
                            checked++;
                            if (find(type.asInternalName()).isEmpty()) {
                                misses.add(type.asInternalName());
                            }
                        }
                        case MemberRefEntry member
                                when isHelidon(member.owner().asInternalName()) -> {
                            checked++;
                            if (!has(member)) {
                                misses.add(
                                        member.owner().asInternalName()
                                                + "."
                                                + member.name().stringValue()
                                                + member.type().stringValue());
                            }
                        }
                        default -> {}
                    }
                });
        misses.addAll(unimplemented(model));
        return misses;
    }

    private boolean has(MemberRefEntry member) {
        var name = member.name().stringValue();
        var descriptor = member.type().stringValue();
        return lineage(member.owner().asInternalName())
                .anyMatch(type -> declares(type, name, descriptor));
    }

    private Set<String> unimplemented(ClassModel model) {
        if (model.flags().has(AccessFlag.ABSTRACT) || model.flags().has(AccessFlag.INTERFACE)) {
            return Set.of();
        }
        var open = new TreeSet<String>();
        var done = new HashSet<String>();
        for (ClassModel type : lineage(model.thisClass().asInternalName()).toList()) {
            for (MethodModel method : type.methods()) {
                var signature =
                        method.methodName().stringValue() + method.methodType().stringValue();
                if (!method.flags().has(AccessFlag.ABSTRACT)) {
                    done.add(signature);
                } else if (isHelidon(type.thisClass().asInternalName())) {
                    open.add(signature);
                }
            }
        }
        open.removeAll(done);
        var misses = new TreeSet<String>();
        open.forEach(signature -> misses.add("unimplemented " + signature));
        return misses;
    }

    private static boolean declares(ClassModel type, String name, String descriptor) {
        return type.methods().stream()
                        .anyMatch(method ->
                                method.methodName().equalsString(name)
                                        && method.methodType().equalsString(descriptor))
                || type.fields().stream()
                        .anyMatch(field ->
                                field.fieldName().equalsString(name)
                                        && field.fieldType().equalsString(descriptor));
    }

    /// A type and all its supertypes, as far as they are on the class path.
    private Stream<ClassModel> lineage(String name) {
        return find(name).stream()
                .flatMap(model ->
                        Stream.concat(
                                Stream.of(model),
                                Stream.concat(
                                                model.superclass().stream(),
                                                model.interfaces().stream())
                                        .flatMap(above -> lineage(above.asInternalName()))));
    }

    private Optional<ClassModel> find(String name) {
        var known = types.get(name);
        if (known == null) {
            known = load(name.replaceAll("^\\[+L|;$", ""));
            types.put(name, known);
        }
        return known;
    }

    private Optional<ClassModel> load(String name) {
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(ClassFile.of().parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isHelidon(String name) {
        return name.startsWith(HELIDON) || name.startsWith("[L" + HELIDON);
    }
}
