package dev.bellhop.cluster;

/// Redis is there and does not take us as we come, which no waiting changes: a wrong password, a
/// user who may not do what is needed, a database that it does not have.
public final class RedisRefuses extends RuntimeException {
    RedisRefuses(String message) {
        super(message);
    }
}
