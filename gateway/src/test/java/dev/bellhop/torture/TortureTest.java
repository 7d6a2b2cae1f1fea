package dev.bellhop.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// A minute of `./dev torture`, with a gateway and a database that are killed in it; ten minutes by
/// `./dev test --nightly`.
final class TortureTest {
    private static final List<String> SHORT =
            List.of(
                    "--seconds",
                    "60",
                    "--seed",
                    "20261128",
                    "--visitors",
                    "24",
                    "--agents",
                    "6",
                    "--phones",
                    "12",
                    "--customers",
                    "12",
                    "--calm",
                    "6000");
    private static final List<String> NIGHTLY = List.of("--minutes", "10", "--seed", "20261129");

    @Test
    void noPromiseBreaksWhateverBreaks() throws IOException, SQLException {
        boolean isNight = Boolean.getBoolean("bellhop.nightly");
        var options = Options.read(isNight ? NIGHTLY : SHORT, Path.of("target"));
        assertThat(Trouble.plan(options))
                .extracting(Trouble::kind)
                .contains(Trouble.Kind.GATEWAY_KILL, Trouble.Kind.DATABASE_KILL);
        var result = Torture.run(options);
        assertThat(result.path("findings"))
                .as("seed %d; all of it is in %s", options.seed(), options.dir())
                .isEmpty();
        assertThat(result.at("/figures/messages_accepted").asInt()).isPositive();
        assertThat(result.at("/figures/gateway_kills").asInt()).isPositive();
        assertThat(result.at("/figures/troubles/database-kill").asInt()).isPositive();
    }

    /// The same seed makes the same run; another one does not.
    @Test
    void aSeedDecidesEverything() {
        var plan = Trouble.plan(Options.read(SHORT, Path.of("target")));
        assertThat(Trouble.plan(Options.read(SHORT, Path.of("target")))).isEqualTo(plan);
        assertThat(words(7)).isEqualTo(words(7)).isNotEqualTo(words(8));
    }

    private static String words(long seed) {
        var dice = Dice.of(seed, "plan of V1.0");
        return dice.cid() + Marks.text("V1.0.1", 300, dice) + dice.pause(1_000);
    }
}
