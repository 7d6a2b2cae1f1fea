package dev.bellhop.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What `docs/architecture.md` lists is what there is: rooms, tables, and the classes that keep
/// them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitecturePageTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/bellhop");
    private static final Path SCHEMA = Path.of("src/main/resources/db");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+) \\| ([^|]*)\\|");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");
    private static final Pattern KEEPER = Pattern.compile("`([a-z]+)\\.([A-Z][A-Za-z]+)`");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE ([a-z_]+) ");

    private String page = "";

    @BeforeAll
    void read() throws IOException {
        page = Files.readString(Path.of("../docs/architecture.md"));
    }

    /// The rows of a chapter's tables: first and second column.
    private List<MatchResult> rows(String chapter) {
        int begin = page.indexOf("\n## " + chapter + "\n") + 1;
        assertThat(begin).as(chapter).isPositive();
        return ROW.matcher(page.substring(begin, page.indexOf("\n## ", begin))).results().toList();
    }

    private static Stream<String> names(MatchResult row) {
        return NAME.matcher(row.group(1)).results().map(it -> it.group(1));
    }

    @Test
    void everyRoomIsListedOnce() throws IOException {
        try (var rooms = Files.list(SOURCES)) {
            assertThat(rows("The rooms").stream().flatMap(ArchitecturePageTest::names))
                    .containsExactlyInAnyOrderElementsOf(
                            rooms.map(it -> it.getFileName().toString()).toList());
        }
    }

    @Test
    void everyTableIsListedOnce() throws IOException {
        try (var files = Files.list(SCHEMA)) {
            var tables =
                    files.filter(file -> file.toString().endsWith(".sql"))
                            .flatMap(file -> TABLE.matcher(text(file)).results())
                            .map(it -> it.group(1))
                            .toList();
            assertThat(tables).hasSizeGreaterThan(40);
            assertThat(rows("Tables").stream().flatMap(ArchitecturePageTest::names))
                    .containsExactlyInAnyOrderElementsOf(tables);
        }
    }

    @Test
    void everyKeeperIsAClassThatThereIs() {
        var keepers =
                rows("Tables").stream()
                        .flatMap(row -> KEEPER.matcher(row.group(2)).results())
                        .toList();
        assertThat(keepers).hasSizeGreaterThan(40);
        assertThat(keepers)
                .allSatisfy(it ->
                        assertThat(SOURCES.resolve(it.group(1)).resolve(it.group(2) + ".java"))
                                .exists());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
