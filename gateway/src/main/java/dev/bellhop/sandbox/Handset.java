package dev.bellhop.sandbox;

import dev.bellhop.sandbox.Item.Direction;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One phone: what is on its screen, whether it is on, and what Meta reckons for it. It keeps its
/// last [#ITEMS_MAX] messages.
final class Handset {
    static final int ITEMS_MAX = 5_000;
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final double BURST = 45;
    private static final double SECONDS_PER_MESSAGE = 6;

    private final Lane lane;
    private final TreeMap<Long, Item> items = new TreeMap<>();
    private final Map<String, Long> byWamid = new HashMap<>();
    private Phone phone;
    private long last;
    private boolean on = true;
    private Instant windowUntil = Instant.MIN;
    private double budget = BURST;
    private Instant budgetAt = Instant.MIN;

    Handset(Phone phone, Lane lane) {
        this.phone = phone;
        this.lane = lane;
    }

    synchronized Phone phone() {
        return phone;
    }

    /// Is known otherwise from now on; only [Handsets] may say so.
    synchronized void become(Phone now) {
        phone = now;
    }

    /// The ordered queue of what happens to this phone.
    Lane lane() {
        return lane;
    }

    synchronized boolean isOn() {
        return on;
    }

    synchronized void turn(boolean on) {
        this.on = on;
    }

    /// Puts a message on the screen.
    synchronized Item add(
            String wamid,
            Instant at,
            Direction direction,
            Content content,
            Optional<String> quote,
            Optional<String> callbackData) {
        last++;
        var status = direction == Direction.IN ? Status.ACCEPTED : Status.SENT;
        var item = new Item(last, wamid, at, direction, content, quote, callbackData, status);
        items.put(last, item);
        byWamid.put(wamid, last);
        if (items.size() > ITEMS_MAX) {
            byWamid.remove(items.pollFirstEntry().getValue().wamid());
        }
        return item;
    }

    synchronized Optional<Item> find(String wamid) {
        return Optional.ofNullable(byWamid.get(wamid)).map(items::get);
    }

    /// Moves a message forward. Empty when it is unknown, or that far already.
    synchronized Optional<Item> advance(String wamid, Status next) {
        return find(wamid)
                .filter(item -> item.status().mayBecome(next))
                .map(item -> {
                    var moved = item.withStatus(next);
                    items.put(item.n(), moved);
                    return moved;
                });
    }

    /// Messages that came after the n-th, oldest first.
    synchronized List<Item> after(long n, int limit) {
        return items.tailMap(n, false).values().stream().limit(limit).toList();
    }

    /// Messages up to this one that could still become `next`, oldest first.
    synchronized List<Item> upTo(long n, Direction direction, Status next) {
        return items.headMap(n, true).values().stream()
                .filter(item -> item.direction() == direction && item.status().mayBecome(next))
                .toList();
    }

    synchronized long last() {
        return last;
    }

    /// The user wrote: free-form answers are allowed for 24 hours.
    synchronized void openWindow(Instant now) {
        windowUntil = now.plus(WINDOW);
    }

    synchronized boolean windowIsOpen(Instant now) {
        return now.isBefore(windowUntil);
    }

    /// Takes one message from the pair's budget, which fills by one in six seconds; false when it
    /// is empty.
    synchronized boolean takeBudget(Instant now) {
        if (budgetAt.isAfter(Instant.MIN)) {
            var seconds = Duration.between(budgetAt, now).toMillis() / 1000.0;
            budget = Math.min(BURST, budget + Math.max(0, seconds) / SECONDS_PER_MESSAGE);
        }
        budgetAt = now;
        if (budget < 1) {
            return false;
        }
        budget--;
        return true;
    }

    synchronized void clear() {
        items.clear();
        byWamid.clear();
        on = true;
        windowUntil = Instant.MIN;
        budget = BURST;
        budgetAt = Instant.MIN;
    }
}
