package dev.bellhop.visitor;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A wire into a list.
final class Heard implements Wire {
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    List<String> frames() {
        return List.copyOf(frames);
    }

    /// What its ticks came to, one after the other.
    List<String> statuses() {
        return frames.stream()
                .map(Json::parse)
                .filter(frame -> frame.path("t").asText().equals("status"))
                .map(frame -> frame.path("status").asText())
                .toList();
    }

    @Override
    public void send(String frame) {
        frames.add(frame);
    }

    @Override
    public Optional<Runnable> beat() {
        return Optional.empty();
    }

    @Override
    public void cut() {
        throw new IllegalStateException("nobody is late here");
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void close(int code, String reason) {
        over = true;
    }

    void awaits(String part) {
        Await.until(
                "heard " + part + " among " + frames,
                () -> frames.stream().anyMatch(frame -> frame.contains(part)));
    }
}
