package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

final class ApiTokenCommandTest {
    private static final String MADE =
            """
            {"id":7,"name":"Nightly","hint":"abc123","permissions":["reports.read"],
             "expires_at":null,"token":"bhp_shown_once"}
            """;

    private final TinyGateway gateway;
    private final CommandLineUser user;

    ApiTokenCommandTest(@TempDir Path home) throws IOException {
        gateway = new TinyGateway();
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
    void listsThoseThatAreGood() {
        var _ =
                gateway.answers(
                        """
                        {"items":[{"id":7,"name":"Nightly","hint":"abc123",
                          "permissions":["reports.read","status.read"],
                          "expires_at":"2027-01-02T08:00:00Z","last_used_at":null,
                          "replaced_at":"2026-11-20T08:00:00Z"}],"next":null}
                        """);
        var result = user.runs("api-token", "list");
        assertThat(result.out())
                .isEqualTo(
                        """
                        Id  Name     Hint    Until                            Last used  May
                        7   Nightly  abc123  2027-01-02T08:00:00Z (replaced)  never      reports.read status.read
                        """);
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/api-tokens?limit=200");
        assertThat(result.code()).isZero();
    }

    /// The second page is asked for with what the first one names, and nothing comes twice.
    @Test
    void listsEveryPage() {
        var item = "{\"id\":%d,\"name\":\"T\",\"hint\":\"h\",\"permissions\":[]}";
        var _ =
                gateway.answers("{\"items\":[" + item.formatted(1) + "],\"next\":\"1\"}")
                        .then("{\"items\":[" + item.formatted(2) + "],\"next\":null}");
        var result = user.runs("api-token", "list", "-o", "jsonl");
        assertThat(result.out().lines()).hasSize(2);
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/api-tokens?limit=200&cursor=1");
    }

    @Test
    void printsANewOneAlone() {
        var _ = gateway.answers(201, "application/json", MADE);
        var result =
                user.runs(
                        "api-token",
                        "create",
                        "Nightly",
                        "--may",
                        "reports.read,status.read",
                        "--days",
                        "90");
        assertThat(result.out()).isEqualTo("bhp_shown_once\n");
        assertThat(result.err()).contains("Token 7 is good until it is revoked");
        assertThat(gateway.asked()).isEqualTo("POST /api/v1/api-tokens");
        assertThat(gateway.body())
                .isEqualTo(
                        "{\"name\":\"Nightly\",\"permissions\":[\"reports.read\",\"status.read\"],"
                                + "\"days\":90}");
        assertThat(result.code()).isZero();
    }

    @Test
    void saysWhatItMay() {
        var result = user.runs("api-token", "create", "Nightly");
        assertThat(result.err()).contains("--may");
        assertThat(result.code()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void rotates() {
        var _ = gateway.answers(201, "application/json", MADE);
        var result = user.runs("api-token", "rotate", "5", "--grace", "0");
        assertThat(result.out()).isEqualTo("bhp_shown_once\n");
        assertThat(result.err()).contains("Token 7 takes the place of 5, which is good no more.");
        assertThat(gateway.asked()).isEqualTo("POST /api/v1/api-tokens/5/rotate");
        assertThat(gateway.body()).isEqualTo("{\"grace_minutes\":0}");
    }

    @Test
    void revokes() {
        var _ = gateway.answers(204, "application/json", "");
        var result = user.runs("api-token", "revoke", "5");
        assertThat(result.err()).contains("Token 5 is good no more.");
        assertThat(result.out()).isEmpty();
        assertThat(gateway.asked()).isEqualTo("DELETE /api/v1/api-tokens/5");
        assertThat(result.code()).isZero();
        assertThat(user.runs("api-token", "revoke", "5", "-o", "jsonl").out())
                .isEqualTo("{\"id\":5,\"revoked\":true}\n");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        var _ =
                gateway.answers(
                        404,
                        "application/problem+json",
                        "{\"title\":\"Not found.\",\"detail\":\"There is no such token.\"}");
        var result = user.runs("api-token", "revoke", "5");
        assertThat(result.err()).contains("There is no such token.");
        assertThat(result.code()).isEqualTo(Exit.ofStatus(404).code());
    }
}
