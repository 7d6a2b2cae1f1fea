package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;

/// What a gateway is asked for when conversations are listed.
final class ConversationCommandTest {
    private static final String FIRST =
            """
            {"items":[{"code":"K7QD","status":"open","last_at":"2026-11-22T11:57:30.123456Z",
              "visitor":{"name":"Rosa Lindqvist"},"assignee":null,"kind":"whatsapp",
              "last_text":"Is the Halden lamp in stock? We need four of them."}],"next":"c2"}
            """;

    private final TinyGateway gateway;
    private final CommandLineUser user;

    ConversationCommandTest(@TempDir Path home) throws IOException {
        gateway = new TinyGateway().answers(FIRST).then(FIRST.replace("\"c2\"", "null"));
        user = new CommandLineUser(home);
    }

    @BeforeEach
    void signIn() {
        user.sets("BELLHOP_URL", gateway.url()).sets("BELLHOP_TOKEN", TinyGateway.TOKEN);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void wordsAreSearchedAmongThoseOfAStatus() {
        var found =
                user.runs(
                        "conversation",
                        "list",
                        "--status",
                        "open",
                        "--search",
                        "halden lamp",
                        "-q",
                        "-n",
                        "0");

        assertThat(found.out()).as(found.err()).isEqualTo("K7QD\nK7QD\n");
        assertThat(gateway.asked())
                .isEqualTo(
                        "GET /api/v1/conversations?status=open&q=halden%20lamp&limit=200&cursor=c2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status=open", "--search=lamp"})
    void aViewIsAListOfItsOwn(String option) {
        var result = user.runs("conversation", "list", "--view", "unassigned", option);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("in two ways at once");
        assertThat(gateway.asked()).isEqualTo("nothing");
    }

    /// A time that is cut tells nothing: other things leave before it, and all of it is there where
    /// nobody looks.
    @Test
    void aNarrowTerminalLosesWhatIsMissedLeast() {
        var wide = user.sees(0).runs("conversation", "list", "-n", "1").out();
        assertThat(wide).contains("2026-11-22T11:57:30.123456Z", "Assignee", "four of them.");
        var usual = user.sees(90).runs("conversation", "list", "-n", "1").out();
        assertThat(usual)
                .contains("2026-11-22T11:57:30Z  Is the Halden")
                .contains("…")
                .doesNotContain("Assignee");
        var narrow = user.sees(70).runs("conversation", "list", "-n", "1").out();
        assertThat(narrow).contains("2026-11-22T11:57Z  Is ").doesNotContain("Assignee");
        for (var table : new String[] {usual, narrow}) {
            assertThat(table.lines()).allMatch(line -> line.length() <= 90 && !line.endsWith(" "));
        }
    }
}
