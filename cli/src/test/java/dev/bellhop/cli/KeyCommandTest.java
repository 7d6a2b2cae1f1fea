package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

final class KeyCommandTest {
    private static final String MASTER =
            """
            "master":{"fingerprint":"99aabbccddeeff00","source":"file","can_rotate":true}
            """;
    private static final String KEYS =
            """
            {%s,"items":[
             {"id":1,"state":"retired","values":0,"created_at":"2026-01-02T08:00:00Z",
              "retired_at":"2026-11-20T09:00:00Z"},
             {"id":3,"state":"current","values":12,"created_at":"2026-11-20T09:00:00Z","retired_at":null}],
             "next":null}
            """
                    .formatted(MASTER);

    private final TinyGateway gateway;
    private final CommandLineUser user;

    KeyCommandTest(@TempDir Path home) throws IOException {
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
    void listsKeysAndNoneOfThem() {
        var _ = gateway.answers(KEYS);
        var result = user.runs("key", "list");
        assertThat(result.out())
                .isEqualTo(
                        """
                        Key  State    Seals  Retired               Made
                        1    retired  0      2026-11-20T09:00:00Z  2026-01-02T08:00:00Z
                        3    current  12                           2026-11-20T09:00:00Z
                        """);
        assertThat(gateway.asked()).isEqualTo("GET /api/v1/keys");
        assertThat(result.code()).isZero();
    }

    @Test
    void rotatesAndSaysWhatToDoNext() {
        var _ =
                gateway.answers(
                        """
                        {"dry_run":false,"master_key_too":true,"values":12,"resealed":12,"damaged":[],%s,"items":[]}
                        """
                                .formatted(MASTER));
        var result = user.runs("key", "rotate");
        assertThat(result.out())
                .isEqualTo(
                        """
                        Sealed anew  12
                        Master key   new, back its file up
                        Fingerprint  99aabbccddeeff00
                        """);
        assertThat(gateway.asked()).isEqualTo("POST /api/v1/keys/rotate");
        assertThat(gateway.body()).isEqualTo("{\"dry_run\":false}");
        assertThat(result.code()).isZero();
    }

    @Test
    void rehearses() {
        var _ =
                gateway.answers(
                        """
                        {"dry_run":true,"master_key_too":false,"values":12,%s,"items":[]}
                        """
                                .formatted(MASTER));
        var result = user.runs("key", "rotate", "--dry-run");
        assertThat(result.out())
                .isEqualTo(
                        """
                        Would seal anew  12
                        Master key       as it is: it comes from elsewhere
                        """);
        assertThat(gateway.body()).isEqualTo("{\"dry_run\":true}");
        assertThat(result.code()).isZero();
    }

    @Test
    void whatOpensWithNoKeyIsAFailedCheck() {
        var _ =
                gateway.answers(
                        """
                        {"dry_run":false,"master_key_too":true,"values":12,"resealed":11,
                         "damaged":["channel.app_secret 4"],%s,"items":[]}
                        """
                                .formatted(MASTER));
        var result = user.runs("key", "rotate");
        assertThat(result.out()).contains("Damaged").contains("channel.app_secret 4");
        assertThat(result.code()).isEqualTo(Exit.CHECK_FAILED.code());
    }
}
