package dev.bellhop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceparentTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void whatIsReadIsWrittenAgain() {
        for (var flags : new String[] {"-01", "-00"}) {
            var text = "00-" + TRACE + "-" + SPAN + flags;
            assertThat(Traceparent.read(text).orElseThrow().text()).isEqualTo(text);
        }
        assertThat(Traceparent.read("00-" + TRACE + "-" + SPAN + "-03"))
                .contains(new Traceparent(TRACE, SPAN, true));
        assertThat(Traceparent.read("cc-" + TRACE + "-" + SPAN + "-01-what-comes-later"))
                .contains(new Traceparent(TRACE, SPAN, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-1",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN + "-01\n",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + TRACE + "-" + SPAN + "-01",
                "cc-" + TRACE + "-" + SPAN + "-01more"
            })
    void whatIsNoneIsNone(String header) {
        assertThat(Traceparent.read(header)).isEmpty();
        assertThat(Traceparent.read("cc-" + TRACE + "-" + SPAN + "-01-" + "x".repeat(300)))
                .isEmpty();
    }
}
