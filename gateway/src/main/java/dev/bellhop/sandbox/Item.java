package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A message as it stands on a phone's screen.
///
/// @param n counts the messages of one phone from 1
/// @param content what it says
/// @param quote the message it answers
/// @param callbackData what the sender wants back in every status
record Item(
        long n,
        String wamid,
        Instant at,
        Direction direction,
        Content content,
        Optional<String> quote,
        Optional<String> callbackData,
        Status status) {

    /// Seen from the phone.
    enum Direction {
        IN,
        OUT
    }

    Item withStatus(Status next) {
        return new Item(n, wamid, at, direction, content, quote, callbackData, next);
    }

    ObjectNode json() {
        var item = Json.object();
        item.put("n", n);
        item.put("wamid", wamid);
        item.put("at", at.toString());
        item.put("direction", direction.name().toLowerCase(Locale.ROOT));
        item.put("type", content.type());
        item.put("text", content.text());
        item.set("payload", content.payload());
        item.put("quote", quote.orElse(null));
        item.put("status", status.wireName());
        return item;
    }
}
