package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// How frames travel between a widget and the gateway; all that is true of one is true of both.
public enum Transport {
    SOCKET,
    STREAM;

    VisitorLine to(Front front, Consumer<JsonNode> frames, IntConsumer ended) {
        return switch (this) {
            case SOCKET -> new SocketLine(front, frames, ended);
            case STREAM -> new StreamLine(front, frames, ended);
        };
    }
}
