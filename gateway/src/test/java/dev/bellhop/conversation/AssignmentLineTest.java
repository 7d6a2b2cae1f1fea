package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.audit.Actor;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;
import java.util.OptionalLong;

final class AssignmentLineTest {

    /// Agents are named by number: 1 is Maya, who acts, 2 is Tomás, 3 is Ingrid, 9 has left.
    @ParameterizedTest
    @CsvSource({
        "0, 1, Maya took this",
        "2, 1, Maya took this over from Tomás",
        "0, 2, Maya assigned this to Tomás",
        "3, 2, Maya assigned this to Tomás",
        "1, 0, Maya gave this back",
        "2, 0, Maya took this from Tomás",
        "9, 0, Maya took this from somebody who has left",
        "9, 1, Maya took this"
    })
    void saysWhoGaveItToWhom(int from, int to, String line) {
        assertThat(
                        AssignmentLine.of(
                                Actor.agent(1, "Maya"), id(from), name(from), id(to), name(to)))
                .isEqualTo(line);
    }

    private static OptionalLong id(int number) {
        return number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private static Optional<String> name(int number) {
        return switch (number) {
            case 1 -> Optional.of("Maya");
            case 2 -> Optional.of("Tomás");
            case 3 -> Optional.of("Ingrid");
            default -> Optional.empty();
        };
    }
}
