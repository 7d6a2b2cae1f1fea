package dev.bellhop.sandbox;

import dev.bellhop.web.Json;

import io.helidon.http.HeaderNames;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The sandbox's events as an event stream. It begins with the present; with `after`, or a
/// browser's `Last-Event-ID`, where the listener left off.
final class EventStream {
    private static final long HEARTBEAT_SECONDS = 15;

    private final Events events;

    EventStream(Events events) {
        this.events = events;
    }

    void serve(ServerRequest request, ServerResponse response) {
        var after =
                request.headers()
                        .value(HeaderNames.create("Last-Event-ID"))
                        .or(() -> request.query().first("after").asOptional())
                        .filter(text -> text.matches("[0-9]{1,18}"))
                        .map(Long::parseLong);
        var listener = events.listen(after);
        // Named, so that the server does not compress: its gzip holds events back until the stream
        // ends.
        response.header(HeaderNames.CONTENT_ENCODING, "identity");
        try (SseSink sink = response.sink(SseSink.TYPE)) {
            sink.emit(SseEvent.builder().comment("listening").build());
            while (!listener.hasEnded()) {
                send(
                        sink,
                        Optional.ofNullable(
                                listener.queue().poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS)));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException left) {
            // The listener went away; that is how streams end.
        } finally {
            events.leave(listener);
        }
    }

    private static void send(SseSink sink, Optional<Events.Event> next) {
        if (next.isEmpty()) {
            sink.emit(SseEvent.builder().comment("still here").build());
            return;
        }
        var event = next.get();
        sink.emit(
                SseEvent.builder()
                        .id(Long.toString(event.n()))
                        .name(event.type())
                        .data(Json.text(event.detail()))
                        .build());
    }
}
