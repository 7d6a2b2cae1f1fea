package dev.bellhop.gateway;

import dev.bellhop.meter.Meters;
import dev.bellhop.web.Access;
import dev.bellhop.web.Neighbours;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

/// `/observe/metrics`, for Prometheus and whatever reads its text format.
final class MetricsDoor {
    private final Meters meters;
    private final Neighbours neighbours;

    MetricsDoor(Meters meters, Neighbours neighbours) {
        this.meters = meters;
        this.neighbours = neighbours;
    }

    void register(Routes routes) {
        routes.get(
                "/observe/metrics",
                Access.near(Permission.METRICS_READ, neighbours),
                (_, response) ->
                        response.header(HeaderNames.CONTENT_TYPE, Meters.CONTENT_TYPE)
                                .header(HeaderValues.CACHE_NO_CACHE)
                                .send(meters.text()));
    }
}
