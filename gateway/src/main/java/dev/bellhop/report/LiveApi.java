package dev.bellhop.report;

import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalDouble;

/// The figures of now for programs, under `/api/v1/live`: what the page of Analytics begins with.
final class LiveApi {
    private final Now now;
    private final ZoneId zone;

    LiveApi(Now now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    void register(Routes routes) {
        routes.get("/api/v1/live", Access.needs(Permission.REPORTS_READ), this::show);
    }

    private void show(ServerRequest request, ServerResponse response) {
        var seen = now.see(zone);
        var tally = seen.tally();
        var today = seen.today();
        var oldest = seen.oldest();
        Answers.json(
                response,
                Json.object()
                        .put("at", seen.at().toString())
                        .put("zone", zone.getId())
                        .put("open", tally.open())
                        .put("waiting", tally.waiting())
                        .put("unassigned", tally.unassigned())
                        .put("snoozed", tally.snoozed())
                        .put("oldest_waiting_since", oldest.map(Instant::toString).orElse(null))
                        .put(
                                "oldest_waiting_seconds",
                                oldest.map(since -> waits(since, seen.at())).orElse(null))
                        .put("agents_online", seen.online())
                        .put("agents", seen.agents())
                        .put("messages_today", today.visitorMessages() + today.teamMessages())
                        .put("visitor_messages_today", today.visitorMessages())
                        .put("team_messages_today", today.teamMessages())
                        .put("conversations_today", today.opened())
                        .put("first_response_today_seconds", number(today.firstResponse().median()))
                        .put("rating_30_days", number(seen.month().rating()))
                        .put("rated_30_days", seen.month().rated()));
    }

    private static long waits(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toSeconds());
    }

    private static @Nullable Double number(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }
}
