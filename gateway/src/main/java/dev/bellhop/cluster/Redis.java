package dev.bellhop.cluster;

import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Logger;

/// The one way to Redis, with a pool of connections. Nobody waits long for it: who finds it away is
/// told at once, and a look each second, on a thread of its own, finds out when it is back.
public final class Redis implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Redis.class.getName());

    /// On one network it answers within a millisecond; what takes longer than this is away, because
    /// somebody's request waits for it.
    private static final Duration WAIT_MAX = Duration.ofMillis(200);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int CONNECTIONS_MAX = 32;

    /// Whatever the rooms ask of it, once: scripts, keys of ours that are written, read and end,
    /// and something told. A replica that may only be read, a full one, and a user who may not,
    /// fail here and not in each request, only to be found back a second later.
    private static final String PROBE =
            """
            redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
            redis.call('psetex', KEYS[1], ARGV[2], ARGV[1])
            redis.call('publish', KEYS[1], ARGV[1])
            return redis.call('get', KEYS[1])
            """;

    /// Whether it is there.
    ///
    /// @param since when that began; never before the gateway's start
    public record State(boolean up, Instant since) {}

    private final Address address;
    private final Clock clock;
    private final Duration wait;
    private final RedisClient client;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("redis").factory());
    private volatile State state;

    private Redis(Address address, Clock clock, Duration wait) {
        this.address = address;
        this.clock = clock;
        this.wait = wait;
        this.client = client(address, wait);
        this.state = new State(true, clock.instant());
    }

    /// Looks whether it is there, and goes on looking. It may be away: then it is said in the log,
    /// and it will be there when it is back.
    ///
    /// @throws RedisRefuses when it is there and does not let us in
    public static Redis open(Address address, Clock clock) {
        return open(address, clock, WAIT_MAX);
    }

    /// The same with another patience.
    ///
    /// @param wait how long an answer may take before it counts as away
    static Redis open(Address address, Clock clock, Duration wait) {
        var redis = new Redis(address, clock, wait);
        try {
            redis.probe();
            LOG.info(() -> "Redis at " + address + " is there");
        } catch (JedisException e) {
            if (isRefusal(e)) {
                redis.close();
                throw new RedisRefuses("Redis at " + address + " refuses: " + redis.reason(e));
            }
            redis.isAway(e);
        }
        var _ =
                redis.looks.scheduleWithFixedDelay(
                        redis::look,
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
        return redis;
    }

    private static RedisClient client(Address address, Duration wait) {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS_MAX);
        pool.setMaxIdle(CONNECTIONS_MAX);
        pool.setMaxWait(wait);
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(address.host(), address.port())
                .clientConfig(config(address, wait))
                .poolConfig(pool)
                .build();
    }

    private static JedisClientConfig config(Address address, Duration wait) {
        int waitMillis = Math.toIntExact(wait.toMillis());
        var config =
                DefaultJedisClientConfig.builder()
                        // The newer greeting carries the password, and an old Redis repeats what it
                        // does not know in its error.
                        .resp2()
                        .connectionTimeoutMillis(waitMillis)
                        .socketTimeoutMillis(waitMillis)
                        .clientName("bellhop")
                        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                        .database(address.database());
        if (address.tls()) {
            // Whom the JVM trusts, and by the name that was asked for.
            config.sslOptions(SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        address.user().ifPresent(config::user);
        address.password().ifPresent(config::password);
        return config.build();
    }

    /// A connection of its own, for whoever listens. It is not watched over; to close it is enough.
    ///
    /// @throws JedisException when there is none to be had
    Jedis line() {
        return new Jedis(new HostAndPort(address.host(), address.port()), config(address, wait));
    }

    /// Whether it is there, as far as is known: a look is at most a second old.
    public State state() {
        return state;
    }

    /// The client, for a library that keeps one. Whatever it does is done inside [#ask].
    public UnifiedJedis client() {
        return client;
    }

    /// Asks it something, unless it is known to be away.
    ///
    /// @return the answer; empty while it is away, and when it goes away over the question, of
    ///   which nobody knows then whether it was heard
    public <T> Optional<T> ask(Function<UnifiedJedis, T> question) {
        if (!state.up()) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.apply(client));
        } catch (JedisException e) {
            isAway(e);
            return Optional.empty();
        }
    }

    /// Whatever goes wrong with one look, the next one is made.
    private void look() {
        try {
            probe();
            isUp();
        } catch (RuntimeException e) {
            isAway(e);
        }
    }

    private void probe() {
        var _ =
                client.eval(
                        PROBE,
                        1,
                        "bellhop:probe",
                        "1",
                        Long.toString(LOOK_EVERY.multipliedBy(10).toMillis()));
    }

    private synchronized void isUp() {
        if (!state.up()) {
            state = new State(true, clock.instant());
            LOG.info(() -> "Redis at " + address + " is back");
        }
    }

    private synchronized void isAway(RuntimeException why) {
        if (state.up()) {
            state = new State(false, clock.instant());
            // Those that are idle broke with it, and each would be found out by somebody's request.
            client.getPool().clear();
            LOG.warning(() ->
                    "Redis at "
                            + address
                            + " is away ("
                            + reason(why)
                            + "); until it is back, this gateway goes on by itself");
        }
    }

    /// An answer, and one that will be the same the next time. Loading, full or a replica is what
    /// Redis may be for a while.
    private static boolean isRefusal(JedisException e) {
        var words = String.valueOf(e.getMessage());
        return e instanceof JedisAccessControlException
                || (words.startsWith("ERR ") && !words.contains("max number of clients"));
    }

    private String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        var words = Optional.ofNullable(deepest.getMessage());
        return address.hide(words.orElse(deepest.getClass().getSimpleName()));
    }

    @Override
    public void close() {
        looks.shutdownNow();
        client.close();
    }
}
