package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Aside.Mention;
import dev.bellhop.people.Agent;
import dev.bellhop.people.Role;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Collectors;

final class MentionsTest {
    private static final List<Agent> TEAM =
            List.of(
                    agent(1, "Maya Okafor"),
                    agent(2, "Tomás Rivera"),
                    agent(3, "Ana Li"),
                    agent(4, "Ana Lisboa"),
                    agent(5, "Cher"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "@Tomás white Fjords land on Thursday      | 2 @Tomás",
                "ask @maya, then @TOMÁS RIVERA.            | 1 @maya; 2 @TOMÁS RIVERA",
                "@Ana is two people                        | ''",
                "@Ana Li is one                            | 3 @Ana Li",
                "@Ana Lisboa is the other                  | 4 @Ana Lisboa",
                "write to shop@maya.example                | ''",
                "@Mayan is nobody here                     | ''",
                "@Cher @Cher                               | 5 @Cher",
                "(@Cher)                                   | 5 @Cher",
                "@                                         | ''"
            })
    void findsWhoIsMeant(String note, String expected) {
        assertThat(
                        Mentions.in(note.strip(), TEAM).stream()
                                .map(MentionsTest::words)
                                .collect(Collectors.joining("; ")))
                .isEqualTo(expected);
    }

    private static String words(Mention mention) {
        return mention.agentId() + " " + mention.words();
    }

    private static Agent agent(long id, String name) {
        return new Agent(id, "", name, Role.AGENT, false, true, 1);
    }
}
