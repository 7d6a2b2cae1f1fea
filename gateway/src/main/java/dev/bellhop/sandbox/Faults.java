package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.sandbox.Fault.Kind;
import dev.bellhop.sandbox.Fault.On;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The faults that wait to strike. Of several that fit, the oldest strikes; each has its own count.
///
/// On calls (`send`: messages; `media`: uploads, look-ups, downloads; `template`: sends of
/// templates and all template management):
/// - `error`: refused with the code; `slow`: done after `ms`;
/// - `timeout`: not done, no answer for `ms`, then the connection ends; `reset`: the same at once;
/// - `accept_then_timeout`: done, but no answer for `ms`, then the connection ends;
/// - `answer_late`, sends only: done, and its statuses go their way; the answer comes after `ms`;
/// - `drop`, sends only: accepted with 200, and lost without a status.
///
/// On notifications (`webhook`):
/// - `error`: the next message is accepted and fails by a `failed` status with the code;
/// - `slow`: this one and all behind it come `ms` later; `reorder`: every other one comes `ms`
///   later, so that the one behind it overtakes;
/// - `duplicate`: it comes again after `ms`; `drop`: it never comes;
/// - `timeout`, `accept_then_timeout`: it comes, the answer goes unheard, so it is repeated;
///   `reset`: half of it comes, the connection breaks, and it is repeated.
final class Faults {
    private static final int FAULTS_MAX = 100;

    private final Dice dice;
    private final List<Fault> waiting = new ArrayList<>();
    private long lastId;
    private boolean spared;

    Faults(Dice dice) {
        this.dice = dice;
    }

    synchronized Fault add(JsonNode json) {
        if (waiting.size() >= FAULTS_MAX) {
            throw Refusal.of(Code.CONFLICT, "There are " + FAULTS_MAX + " faults already.");
        }
        var fault = Fault.read(++lastId, json);
        waiting.add(fault);
        return fault;
    }

    synchronized List<Fault> all() {
        return List.copyOf(waiting);
    }

    synchronized void clear() {
        waiting.clear();
        spared = false;
    }

    synchronized void remove(long id) {
        waiting.removeIf(fault -> fault.id() == id);
    }

    /// The fault that strikes a call; a template's send is struck as a send too.
    Optional<Fault> onCall(List<On> calls) {
        return strike(fault -> calls.contains(fault.on()));
    }

    /// The fault that strikes a notification on its way.
    Optional<Fault> onNotification() {
        return strike(fault -> fault.on() == On.WEBHOOK && fault.kind() != Kind.ERROR);
    }

    /// The error by which an accepted message is to fail.
    Optional<GraphError> onFate() {
        return strike(fault -> fault.on() == On.WEBHOOK && fault.kind() == Kind.ERROR)
                .map(Fault::error);
    }

    private synchronized Optional<Fault> strike(Predicate<Fault> fits) {
        for (int i = 0; i < waiting.size(); i++) {
            var fault = waiting.get(i);
            if (fits.test(fault) && dice.happens(fault.rate()) && !isSpared(fault)) {
                var left = fault.struckOnce();
                if (left.isSpent()) {
                    waiting.remove(i);
                } else {
                    waiting.set(i, left);
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /// Of notifications that are to change places, every other one goes on time.
    private boolean isSpared(Fault fault) {
        if (fault.kind() != Kind.REORDER) {
            return false;
        }
        spared = !spared;
        return !spared;
    }
}
