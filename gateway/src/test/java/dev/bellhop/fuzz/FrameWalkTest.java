package dev.bellhop.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Transport;
import dev.bellhop.story.VisitorClient;
import dev.bellhop.web.Json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every frame that a visitor may send, on both ways, each of its members being everything that it
/// should not be: the connection goes on, and what is said next arrives.
final class FrameWalkTest {
    /// One of each kind, as widget and gateway both are tested by.
    private static final Path EXAMPLES = Path.of("../widget/src/test/frames");

    private static final Pattern HALF = Pattern.compile("\uD83D(?![\uDC00-\uDFFF])");

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whateverComesTheConnectionGoesOn(Transport transport) throws IOException {
        var share = new Share(3);
        try (var doors = new Doors()) {
            int sent = 0;
            for (var example : examples()) {
                try (var visitor = doors.house().visitor(transport)) {
                    for (var member : example.properties()) {
                        for (JsonNode value : share.of(Nasty.VALUES)) {
                            var nasty = example.deepCopy();
                            nasty.set(member.getKey(), value);
                            visitor.sendsText(text(nasty));
                            sent++;
                        }
                    }
                    for (JsonNode value : share.of(Nasty.VALUES)) {
                        visitor.sendsText(text(value));
                    }
                    goesOn(visitor, doors);
                }
            }
            assertThat(sent).isGreaterThan(300);
            doors.checkAll();
        }
    }

    /// Half of a letter cannot be sent but by its number.
    private static String text(JsonNode node) {
        return HALF.matcher(Json.text(node)).replaceAll("\\\\ud83d");
    }

    private static List<ObjectNode> examples() throws IOException {
        var examples = new ArrayList<ObjectNode>();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().startsWith("client-")) {
                    examples.add((ObjectNode) Json.parse(Files.readString(file)));
                }
            }
        }
        assertThat(examples).hasSizeGreaterThan(10);
        return examples;
    }

    /// Whoever came in anew by what was sent is somebody else, and is heard as well.
    private static void goesOn(VisitorClient visitor, Doors doors) {
        visitor.sendsFrame(VisitorClient.hello(Optional.of(visitor.token()), 0));
        var text = "And this arrives " + visitor.token().substring(0, 8);
        visitor.says(text);
        doors.house().phone().sees(text);
    }
}
