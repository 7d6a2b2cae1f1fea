package dev.bellhop.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// Helidon's modules come from several releases. What one of them calls in another must exist, and
/// the JVM would say so only when it comes by there; this test comes by everywhere.
final class LinkageTest {
    @Test
    void whatHelidonAndWeReferToExists() {
        var links = new Links(LinkageTest.class.getClassLoader());
        var misses = new TreeSet<String>();
        everyClass().forEach(model -> misses.addAll(links.misses(model)));
        assertThat(links.checked()).isGreaterThan(20_000);
        assertThat(misses).as("a miss is a call that will fail").isEmpty();
    }

    @Test
    void aMethodThatIsNotThereIsFound() {
        var bytes =
                ClassFile.of()
                        .build(
                                ClassDesc.of("dev.bellhop.Caller"),
                                builder ->
                                        builder.withMethodBody(
                                                "call",
                                                MethodTypeDesc.ofDescriptor("()V"),
                                                ClassFile.ACC_STATIC,
                                                code ->
                                                        code.invokestatic(
                                                                        ClassDesc.of(
                                                                                "io.helidon.webserver.WebServer"),
                                                                        "gone",
                                                                        MethodTypeDesc.ofDescriptor(
                                                                                "()V"))
                                                                .return_()));
        var links = new Links(LinkageTest.class.getClassLoader());
        assertThat(links.misses(ClassFile.of().parse(bytes)))
                .containsExactly("io/helidon/webserver/WebServer.gone()V");
    }

    private static Stream<ClassModel> everyClass() {
        return Stream.concat(
                helidonJars().flatMap(jar -> classes(jar).stream()),
                Storeys.classes(Path.of("target/classes")).stream());
    }

    private static Stream<Path> helidonJars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().matches("helidon-.*\\.jar"));
    }

    private static List<ClassModel> classes(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .filter(entry -> !entry.getName().endsWith("module-info.class"))
                    .map(entry -> parse(file, entry))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassModel parse(JarFile file, JarEntry entry) {
        try (InputStream in = file.getInputStream(entry)) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
