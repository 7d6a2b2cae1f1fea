/// What gateways that work beside each other share outside the database: one way to Redis (or
/// Valkey, which speaks the same), and whether it is there. It knows nothing of what is kept there;
/// whoever keeps something goes on without it while it is away.
@NullMarked
package dev.bellhop.cluster;

import org.jspecify.annotations.NullMarked;
