package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellhop.web.Caller;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

final class StreamTest {
    private static final Caller MAYA =
            new Caller(Caller.Kind.AGENT, 1, "Maya", Set.of(), Optional.empty());
    private final Stream stream = new Stream(MAYA, _ -> {});

    @Test
    void whatIsOfferedIsWrittenInOrderAndThenTheFarewell() throws Exception {
        stream.offer(Event.of("rows", "one"));
        stream.offer(Event.of("rows", "two\nlines"));
        assertThat(written(2))
                .isEqualTo(
                        """
                        event: beat
                        data: -

                        event: rows
                        data: one

                        event: rows
                        data: two
                        data: lines

                        event: bye
                        data: 1000

                        """);
    }

    @Test
    void aPageThatReadsTooSlowlyIsToldToReadAgain() throws Exception {
        for (int i = 0; i <= Stream.QUEUE_MAX; i++) {
            stream.offer(Event.of("rows", "number " + i));
        }
        assertThat(written(1)).contains("event: again").doesNotContain("number");
    }

    @Test
    void aPageThatTakesNothingForLongIsCutOff() throws Exception {
        var stuck = new CountDownLatch(1);
        var writer =
                Thread.ofVirtual()
                        .unstarted(() -> {
                            try {
                                stream.write(new Never(stuck), () -> true);
                            } catch (IOException | InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        writer.start();
        stuck.await();
        stream.cut();
        assertThat(writer.join(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void whoMayNotSeeItAnyMoreIsSentAwayThoughThereIsAlwaysSomethingToWrite() throws Exception {
        var nanos = new AtomicLong();
        var busy = new Stream(MAYA, _ -> {}, nanos::get);
        var asked = new AtomicInteger();
        var out =
                new ByteArrayOutputStream() {
                    @Override
                    public void write(byte[] bytes) throws IOException {
                        super.write(bytes);
                        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
                        busy.offer(Event.of("rows", "more"));
                    }
                };
        busy.write(out, () -> asked.incrementAndGet() < 3);
        assertThat(asked).hasValue(3);
        assertThat(out.toString(UTF_8))
                .containsOnlyOnce("event: bye")
                .endsWith("event: bye\ndata: 0\n\n");
        assertThat(out.toString(UTF_8).split("event: rows", -1)).hasSize(13);
    }

    @Test
    void aPageThatHasGoneEndsItsStream() {
        var gone =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("broken pipe");
                    }
                };
        assertThatThrownBy(() -> stream.write(gone, () -> true)).isInstanceOf(IOException.class);
    }

    @Test
    void noLineOfTheDataBeginsAnEventOfItsOwn() {
        var event = Event.of("rows", "a\r\nevent: bye\rdata: 0\n\nevent: pip");
        assertThat(new String(event.bytes(), UTF_8))
                .isEqualTo(
                        """
                        event: rows
                        data: a
                        data: event: bye
                        data: data: 0
                        data:\s
                        data: event: pip

                        """);
    }

    /// What comes over the stream when it is ended after so many events behind the first beat.
    private String written(int events) throws IOException, InterruptedException {
        var out =
                new ByteArrayOutputStream() {
                    private int flushed;

                    @Override
                    public void write(byte[] bytes) throws IOException {
                        super.write(bytes);
                        if (flushed++ == events) {
                            stream.end(Duration.ofSeconds(1));
                        }
                    }
                };
        stream.write(out, () -> true);
        return out.toString(UTF_8);
    }

    /// A connection that takes no byte.
    private static final class Never extends OutputStream {
        private final CountDownLatch stuck;

        Never(CountDownLatch stuck) {
            this.stuck = stuck;
        }

        @Override
        public void write(int b) throws IOException {
            stuck.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException("closed by interrupt", e);
            }
        }
    }
}
