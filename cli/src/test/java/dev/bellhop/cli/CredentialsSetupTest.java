package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Somebody is guided to a number that works, leaves in between, and comes again; Meta is the
/// sandbox.
final class CredentialsSetupTest {
    @TempDir private static Path folder;

    @Test
    void somebodyIsGuidedAndGoesOnWhereTheyLeft() throws IOException {
        var data = folder.resolve("data");
        var user =
                new CommandLineUser(folder)
                        .sets("BELLHOP_DATA_DIR", data.toString())
                        .sets("XDG_STATE_HOME", folder.resolve("state").toString());
        try (var gateway = new RealGateway(data)) {
            var meta = gateway.setup();
            assertThat(user.runs("credentials", "setup").err()).contains("Nobody is here");
            var one = user.runs("credentials", "list", "-q").out().strip();
            assertThat(user.runs("credentials", "remove", one, "--yes").code()).isZero();

            var left =
                    user.answersInTurn(
                                    "Shop",
                                    "no id",
                                    meta.text("phone_number_id").orElseThrow(),
                                    meta.text("account_id").orElseThrow())
                            .runs("credentials", "setup");
            assertThat(left.code()).isEqualTo(7);
            assertThat(left.out()).contains("1 of 5", "That is an id of digits alone.");
            assertThat(left.err()).contains("it goes on from here");

            var through =
                    user.answersInTurn(
                                    "y",
                                    "",
                                    "yes",
                                    meta.text("app_id").orElseThrow(),
                                    meta.text("app_secret").orElseThrow(),
                                    meta.text("access_token").orElseThrow(),
                                    "", // the webhook is entered at Meta
                                    "y",
                                    "Maya",
                                    "+1 415 555 2671")
                            .runs("credentials", "setup");
            assertThat(through.err()).isEmpty();
            assertThat(through.out())
                    .contains("Callback URL", "Verify token", "All of it works.", "data-site=");
            assertThat(through.code()).isZero();
            assertThat(through.out())
                    .doesNotContain(meta.text("app_secret").orElseThrow())
                    .doesNotContain(meta.text("access_token").orElseThrow());
            assertThat(Files.exists(folder.resolve("state/bellhop/setup.json"))).isFalse();

            // Who comes again with all of it done is led through it without a new number.
            var again = user.answersInTurn("y").runs("credentials", "setup");
            assertThat(again.code()).as(again.err()).isZero();
            assertThat(again.out()).contains("1 there already.");

            var id = user.runs("credentials", "list", "-q").out().strip();
            var seen = user.sees(100).runs("credentials", "test", id);
            assertThat(seen.code()).isZero();
            assertThat(seen.out()).contains("\r", "ok");
        }
    }
}
