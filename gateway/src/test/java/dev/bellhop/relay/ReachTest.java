package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Status;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.relay.Reach.Part;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// How far a message got. `1.0 sent` is a sending of job 1's first part; `2 dead` is a job that is
/// not done.
final class ReachTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing is known                         |                                    |                | accepted
                    it waits                                 |                                    | 1 open         | accepted
                    the only way gave up                     |                                    | 1 dead         | failed
                    one way gave up, another is open         |                                    | 1 dead, 2 open | accepted
                    both ways gave up                        |                                    | 1 dead, 2 dead | failed
                    one way gave up, another got there       | 2.0 delivered                      | 1 dead         | delivered
                    one way gave up, another failed          | 2.0 failed                         | 1 dead         | failed
                    one way failed, another is under way     | 1.0 failed                         | 2 open         | accepted
                    one way failed, another was sent         | 1.0 failed, 2.0 sent               |                | sent
                    one way failed, another was accepted     | 1.0 failed, 2.0 accepted           |                | accepted
                    both ways failed                         | 1.0 failed, 2.0 failed             |                | failed
                    the best way counts                      | 1.0 sent, 2.0 read                 |                | read
                    the least part counts                    | 1.0 read, 1.1 sent                 |                | sent
                    a part that is accepted is not sent      | 1.0 delivered, 1.1 accepted        |                | accepted
                    parts are to come                        | 1.0 delivered                      | 1 open         | accepted
                    the last part gave up                    | 1.0 delivered                      | 1 dead         | failed
                    one part failed                          | 1.0 failed, 1.1 read               |                | failed
                    one way whole, one in half               | 1.0 delivered, 2.0 delivered       | 2 dead         | delivered
                    the better copy counts                   | 1.0 sent, 1.0 delivered            |                | delivered
                    one copy failed                          | 1.0 failed, 1.0 sent               |                | sent
                    both copies failed                       | 1.0 failed, 1.0 failed             |                | failed
                    a copy of one part, the other part less  | 1.0 read, 1.0 failed, 1.1 sent     |                | sent
                    """)
    void aMessageIsAsFarAsItsBestWayAndAWayAsItsLeastPart(
            String why, @Nullable String parts, @Nullable String left, String reached) {
        assertThat(Reach.of(list(parts, ReachTest::part), list(left, ReachTest::left)))
                .as(why)
                .isEqualTo(Status.valueOf(reached.toUpperCase(Locale.ROOT)));
    }

    private static <T> List<T> list(@Nullable String text, Function<List<String>, T> reader) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(", ", -1))
                        .map(one -> reader.apply(List.of(one.split("[ .]", -1))))
                        .toList();
    }

    private static Part part(List<String> words) {
        return new Part(
                Long.parseLong(words.get(0)),
                Integer.parseInt(words.get(1)),
                Status.valueOf(words.get(2).toUpperCase(Locale.ROOT)));
    }

    private static Outbox.Left left(List<String> words) {
        return new Outbox.Left(Long.parseLong(words.get(0)), words.get(1).equals("dead"));
    }
}
