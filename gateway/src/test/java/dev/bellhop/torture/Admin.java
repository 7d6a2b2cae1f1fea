package dev.bellhop.torture;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.util.Optional;

/// Somebody who changes settings and secrets while everything runs.
final class Admin implements Runnable {
    private static final int EVERY = 5;

    /// Calls that were made with the old secret may be under way for so long.
    private static final long OLD_ONES_MILLIS = 20_000;

    private final World world;
    private final Rest api;
    private final int every;
    private final Journal journal;
    private final Shift shift;
    private final Dice plan;
    private volatile boolean settled;

    Admin(World world, int port, Options options, Journal journal, Shift shift) {
        this.world = world;
        this.api = Rest.of(port, world.admin());
        this.every = options.every() * EVERY;
        this.journal = journal;
        this.shift = shift;
        this.plan = Dice.of(options.seed(), "admin");
    }

    boolean isSettled() {
        return settled;
    }

    @Override
    public void run() {
        while (shift.rests(plan.pause(every))) {
            int deed = plan.between(1, 10);
            if (deed <= 5) {
                changeSite();
            } else if (deed <= 6) {
                makeVerifyToken();
            } else {
                rotate(plan.pick(world.numbers()));
            }
        }
        settled = true;
    }

    private void changeSite() {
        var site = plan.pick(world.sites());
        var body = Json.object();
        body.putObject("greeting")
                .put("title", "Hello " + plan.between(1, 999))
                .put("text", "How can we help?");
        var _ = done("PATCH", "/api/v1/sites/" + site.id() + "/widget", body);
    }

    private void makeVerifyToken() {
        var number = plan.pick(world.numbers());
        done("POST", "/api/v1/channels/" + number.channel() + "/verify-token", Json.object())
                .ifPresent(answer -> world.isSecret(answer.json().path("once").asText()));
    }

    /// New secrets go in, and after a while somebody says that all is well, or wants the old ones
    /// back. Meta takes both for as long as calls with the old ones may be under way.
    private void rotate(BusinessNumber number) {
        var path = "/api/v1/channels/" + number.channel();
        var token = World.secret("EAAG", plan);
        var secret = World.secret("", plan);
        boolean both = plan.chance(0.5);
        boolean confirms = plan.chance(0.6);
        world.isSecret(token);
        world.isSecret(secret);
        number.issue(token);
        var body = Json.object().put("access_token", token);
        if (both) {
            number.announce(secret);
            body.put("app_secret", secret);
        }
        var before = number.current();
        if (done("POST", path + "/rotate", body).isEmpty()) {
            return;
        }
        if (both) {
            number.signBy(secret);
        }
        boolean _ = shift.rests(plan.pause(every));
        if (confirms) {
            if (done("POST", path + "/confirm", Json.object()).isPresent()) {
                number.isIssued(token);
                revokeLater(number, before.token());
            }
        } else {
            number.signBy(before.secret());
            if (done("POST", path + "/rollback", Json.object()).isPresent()) {
                revokeLater(number, token);
            }
        }
    }

    private void revokeLater(BusinessNumber number, String token) {
        Thread.ofVirtual()
                .start(() -> {
                    if (shift.waits(OLD_ONES_MILLIS)) {
                        number.revoke(token);
                    }
                });
    }

    /// Tries until there is an answer that will not change.
    ///
    /// @return the answer, if it is done; a repetition of what was done already is refused
    private Optional<Rest.Answer> done(String method, String path, ObjectNode body) {
        boolean again = false;
        do {
            journal.note("admin.asks", "method", method, "path", path, "again", again);
            var answer = api.send(method, path, body);
            journal.note(
                    "admin.hears",
                    "path",
                    path,
                    "status",
                    answer.map(Rest.Answer::status).orElse(0),
                    "words",
                    answer.filter(it -> !it.isDone()).map(Rest.Answer::text).orElse(""));
            if (answer.isPresent() && !answer.get().isForNow()) {
                boolean doneBefore = again && answer.get().status() / 100 == 4;
                return answer.filter(it -> it.isDone() || doneBefore);
            }
            again = true;
        } while (shift.waits(plan.between(200, 1_500)));
        return Optional.empty();
    }
}
