package dev.bellhop.cluster;

import java.time.Duration;
import java.time.Instant;

/// One gateway of those that work on a database.
///
/// @param id made at its start
/// @param name the machine and the port
/// @param seenAt when it was last heard of, by the database's clock
/// @param silent how long ago that was
public record Node(
        String id,
        String name,
        String version,
        Instant startedAt,
        Instant seenAt,
        Duration silent) {}
