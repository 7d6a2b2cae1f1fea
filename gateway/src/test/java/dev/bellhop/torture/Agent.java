package dev.bellhop.torture;

import dev.bellhop.web.Json;

import java.util.Optional;

/// Somebody who answers through the API, with a token of their own. What got no answer is said
/// again under the same id.
final class Agent implements Runnable {
    private final int number;
    private final Rest api;
    private final int every;
    private final Journal journal;
    private final Shift shift;
    private final Dice plan;
    private final Dice chance;
    private int said;
    private volatile boolean settled;

    Agent(int number, String token, int port, Options options, Journal journal, Shift shift) {
        this.number = number;
        this.api = Rest.of(port, token);
        this.every = options.every();
        this.journal = journal;
        this.shift = shift;
        this.plan = Dice.of(options.seed(), "plan of agent " + number);
        this.chance = Dice.of(options.seed(), "chance of agent " + number);
    }

    boolean isSettled() {
        return settled;
    }

    @Override
    public void run() {
        while (shift.rests(plan.pause(every))) {
            answer();
        }
        settled = true;
    }

    private void answer() {
        var mark = "A" + number + "." + ++said;
        var text = Marks.text(mark, plan.chance(0.02) ? 3_000 : plan.between(20, 200), plan);
        var cid = plan.cid();
        int which = plan.between(0, 1_000_000);
        var code = conversation(which);
        if (code.isEmpty()) {
            return;
        }
        var body = Json.object().put("text", text).put("cid", cid);
        var path = "/api/v1/conversations/" + code.get() + "/messages";
        do {
            journal.note("agent.say", "agent", number, "mark", mark, "code", code.get());
            var answer = api.send("POST", path, body);
            if (answer.isPresent() && answer.get().isDone()) {
                journal.note(
                        "agent.accepted",
                        "agent",
                        number,
                        "mark",
                        mark,
                        "code",
                        code.get(),
                        "seq",
                        answer.get().json().path("seq").asInt());
                return;
            }
            journal.note(
                    "agent.waits",
                    "mark",
                    mark,
                    "status",
                    answer.map(Rest.Answer::status).orElse(0));
            if (answer.isPresent() && !answer.get().isForNow()) {
                journal.note(
                        "agent.refused",
                        "mark",
                        mark,
                        "status",
                        answer.get().status(),
                        "words",
                        answer.get().text());
                return;
            }
        } while (shift.waits(chance.between(100, 1_500)));
    }

    private Optional<String> conversation(int which) {
        var answer = api.get("/api/v1/conversations?status=open&limit=200");
        var items =
                answer.filter(Rest.Answer::isDone).map(it -> it.json().path("items")).stream()
                        .flatMap(it -> it.valueStream())
                        .toList();
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(items.get(which % items.size()).path("code").asText());
    }
}
