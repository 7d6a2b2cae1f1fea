package dev.bellhop.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.architecture.Storeys.Alone;
import dev.bellhop.architecture.Storeys.Edge;

import org.junit.jupiter.api.Test;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

final class StoreysTest {
    /// Top to bottom: a room may import only rooms that stand below it. `admin` is the module of
    /// templates and view records beside the gateway; the panel and all above it draw with it,
    /// `web` and `db` do not.
    private static final Storeys HOUSE =
            new Storeys(
                    List.of(
                            "gateway",
                            "sandbox",
                            "report",
                            "webhook",
                            "retention",
                            "backup",
                            "visitor",
                            "event",
                            "inbox",
                            "relay",
                            "conversation",
                            "rule",
                            "site",
                            "privacy",
                            "canned",
                            "channel",
                            "people",
                            "whatsapp",
                            "repeat",
                            "vault",
                            "audit",
                            "media",
                            "outbox",
                            "live",
                            "panel",
                            "admin",
                            "web",
                            "cluster",
                            "db",
                            "trace",
                            "meter"),
                    List.of(new Alone("sandbox", "web")));

    private static final List<ClassModel> CLASSES =
            Storeys.classes(Path.of("target/classes/dev/bellhop"));

    @Test
    void roomsImportOnlyWhatStandsBelow() {
        assertThat(CLASSES).hasSizeGreaterThan(40);
        assertThat(HOUSE.check(CLASSES.stream().flatMap(Storeys::edges))).isEmpty();
    }

    @Test
    void everyRoomSaysWhatItIsForAndIsNullMarked() {
        var rooms = CLASSES.stream().flatMap(Storeys::edges).map(Edge::from).distinct().toList();
        var marked =
                CLASSES.stream()
                        .filter(model ->
                                model.thisClass().asInternalName().endsWith("package-info"))
                        .filter(StoreysTest::isNullMarked)
                        .map(model -> model.thisClass().asInternalName().split("/", -1)[2])
                        .toList();
        assertThat(marked).containsExactlyInAnyOrderElementsOf(rooms);
    }

    @Test
    void theReaderSeesTypesInFieldsMethodsSignaturesAndCode() {
        var vault =
                CLASSES.stream()
                        .filter(model -> model.thisClass().asInternalName().endsWith("vault/Vault"))
                        .flatMap(Storeys::edges)
                        .map(Edge::to);
        assertThat(vault).contains("vault", "db");
    }

    @Test
    void anArrowUpIsFound() {
        assertThat(wrong(new Edge("dev/bellhop/web/Guard", "web", "people")))
                .containsExactly("up from web to people: dev/bellhop/web/Guard");
    }

    @Test
    void aCircleIsFoundAtItsArrowUp() {
        assertThat(wrong(new Edge("A", "relay", "outbox"), new Edge("B", "outbox", "relay")))
                .containsExactly("up from outbox to relay: B");
    }

    @Test
    void aRoomThatIsNotInTheListIsFound() {
        assertThat(wrong(new Edge("A", "helper", "db"), new Edge("B", "relay", "helper")))
                .containsExactly(
                        "no such room: helper, where A is", "no such room: helper, which B names");
    }

    @Test
    void aRoomWithinARoomIsFound() {
        assertThat(wrong(new Edge("A", "inbox/pages", "web")))
                .containsExactly("no such room: inbox/pages, where A is");
    }

    @Test
    void aSandboxThatUsesMoreThanTheWebIsFound() {
        assertThat(wrong(new Edge("A", "sandbox", "web"), new Edge("B", "sandbox", "whatsapp")))
                .containsExactly("sandbox may use web only: B uses whatsapp");
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        assertThat(
                        wrong(
                                new Edge("A", "relay", "conversation"),
                                new Edge("B", "vault", "db"),
                                new Edge("C", "inbox", "admin"),
                                new Edge("D", "gateway", "sandbox"),
                                new Edge("E", "web", "web")))
                .isEmpty();
    }

    private static List<String> wrong(Edge... edges) {
        return HOUSE.check(Stream.of(edges));
    }

    private static boolean isNullMarked(ClassModel model) {
        return model.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream())
                .anyMatch(annotation ->
                        annotation
                                .className()
                                .equalsString("Lorg/jspecify/annotations/NullMarked;"));
    }
}
