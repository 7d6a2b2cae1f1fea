package dev.bellhop.torture;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// One run: everything is started, everybody works, things go wrong; then all is healed and brought
/// to its end, and looked at.
final class Torture implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration DRAIN_MAX = Duration.ofMinutes(5);
    private static final int NUMBERS = 2;

    private final Options options;
    private final Path data;
    private final Journal journal;
    private final Shift shift = new Shift();
    private final DatabaseServer database;
    private final Disk disk;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Findings findings = new Findings();

    private Torture(Options options) throws IOException {
        this.options = options;
        clear(options.dir());
        this.data = Files.createDirectories(options.dir().resolve("data"));
        this.journal = keep(new Journal(options.dir().resolve("journal.jsonl")));
        this.disk = keep(Disk.on(data));
        this.database = keep(new DatabaseServer(options.dir().resolve("mariadb"), journal));
    }

    /// Runs it.
    ///
    /// @return what it came to; `findings` are what broke
    static ObjectNode run(Options options) throws IOException, SQLException {
        try (var torture = new Torture(options)) {
            return torture.run();
        }
    }

    /// What an earlier run of this seed has left.
    private static void clear(Path dir) throws IOException {
        Disk.leave(dir.resolve("data"));
        if (Files.exists(dir)) {
            try (var files = Files.walk(dir)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(dir);
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.addLast(part);
        return part;
    }

    private ObjectNode run() throws IOException, SQLException {
        long began = System.nanoTime();
        var setup = Dice.of(options.seed(), "setup");
        var numbers =
                IntStream.range(0, NUMBERS)
                        .mapToObj(i ->
                                new BusinessNumber(
                                        i, World.secret("EAAG", setup), World.secret("", setup)))
                        .toList();
        int port = freePort(setup);
        var clients = keep(new Proxy("clients", port, journal));
        var toDatabase = keep(new Proxy("database", database.port(), journal));
        var mail = new Mail(clients.port(), journal, shift, Dice.of(options.seed(), "mail"));
        var faults = new GraphFaults(Dice.of(options.seed(), "graph faults"));
        var graph =
                keep(
                        new Graph(
                                numbers,
                                mail,
                                journal,
                                shift,
                                Dice.of(options.seed(), "graph"),
                                faults));
        var toGraph = keep(new Proxy("graph", graph.port(), journal));
        var clock = new GatewayClock(options.dir().resolve("clock"));
        var gateway =
                keep(
                        new GatewayServer(
                                options.dir(),
                                port,
                                settings(port, clients, toDatabase, toGraph),
                                List.of(
                                        "dev.bellhop.gateway.ClockedMain",
                                        clock.file().toAbsolutePath().toString()),
                                journal));
        if (!gateway.awaitReady(START_MAX)) {
            throw new IllegalStateException("the gateway does not start; see " + options.dir());
        }
        var world = World.open(port, data, options, numbers, setup);
        world.isSecret(database.password());
        var phones = new Phones(world.phones(), options, mail, journal, shift);
        graph.onAccept(phones::receive);
        phones.open();
        if (!Shift.await(START_MAX, () -> graph.accepted() >= options.phones())) {
            throw new IllegalStateException("the phones hear nothing; see " + options.dir());
        }
        var troubles =
                new Troubles(
                        options,
                        new Troubles.Targets(
                                gateway,
                                database,
                                clients,
                                toDatabase,
                                toGraph,
                                faults,
                                mail,
                                disk,
                                clock),
                        journal,
                        shift);
        say(options, troubles);
        var crew = new Crew(options, world, clients.port(), mail, journal, shift);
        var watch = keep(new StatusWatch(database, shift, findings));
        crew.begin();
        var trouble = Thread.ofVirtual().name("troubles").start(troubles);
        boolean _ = shift.rests(options.length().toMillis());
        shift.endLoad();
        join(trouble);
        troubles.heal();
        journal.note("healed");
        long healed = System.nanoTime();
        drain(crew, gateway, mail);
        long drained = System.nanoTime();
        watch.close();
        var ledgerOf = check(world, crew, phones, port);
        gatewayFell(gateway);
        new LogCheck(options.dir(), world.secrets(), findings).check();
        shift.end();
        var figures = ledgerOf;
        figures.put("gateway_kills", gateway.kills())
                .put(
                        "failed_starts",
                        gateway.falls().stream().filter(GatewayServer::isFailedStart).count())
                .put("client_connections_reset", clients.resets())
                .put("database_connections_reset", toDatabase.resets())
                .put("graph_connections_reset", toGraph.resets())
                .put("graph_calls_struck", faults.struck())
                .put("notifications_taken", mail.taken())
                .put("notifications_brought_again", mail.copies())
                .put("disk_could_be_filled", disk.isMounted())
                .put("seconds_to_drain", TimeUnit.NANOSECONDS.toSeconds(drained - healed))
                .put("seconds_in_all", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        var result =
                Json.object()
                        .put("torture", options.length().toSeconds() + " s")
                        .put("seed", options.seed())
                        .put("sound", findings.count() == 0);
        result.set("figures", figures);
        result.set("findings", findings.json());
        Files.writeString(options.dir().resolve("result.json"), result.toPrettyString());
        return result;
    }

    private void say(Options options, Troubles troubles) throws IOException {
        journal.note("begin", "seed", options.seed(), "options", options);
        System.err.printf(
                "torture: seed %d, %d s, %d troubles; what happens is written to %s%n",
                options.seed(),
                options.length().toSeconds(),
                troubles.plan().size(),
                options.dir());
        Files.write(
                options.dir().resolve("plan.txt"),
                troubles.plan().stream().map(Trouble::toString).toList());
    }

    private Map<String, String> settings(int port, Proxy clients, Proxy toDatabase, Proxy toGraph) {
        var settings = new HashMap<String, String>();
        settings.put("BELLHOP_DATA_DIR", data.toAbsolutePath().toString());
        settings.put("BELLHOP_SERVER_PORT", Integer.toString(port));
        settings.put("BELLHOP_SERVER_PUBLIC_URL", "http://localhost:" + clients.port());
        settings.put("BELLHOP_SANDBOX_ENABLED", "false");
        settings.put("BELLHOP_DATABASE_URL", database.url(toDatabase.port()));
        settings.put("BELLHOP_DATABASE_USER", database.user());
        settings.put("BELLHOP_DATABASE_PASSWORD", database.password());
        settings.put("BELLHOP_DATABASE_PATIENCE", "2s");
        settings.put("BELLHOP_WHATSAPP_GRAPH_URL", "http://127.0.0.1:" + toGraph.port());
        settings.put("BELLHOP_WHATSAPP_READ_TIMEOUT", "3s");
        settings.put("BELLHOP_WHATSAPP_PERSON_EVERY", "1s");
        settings.put("BELLHOP_RETRY_UNSURE_WAIT", "5s");
        settings.put("BELLHOP_RETRY_SWEEP", "1s");
        settings.put("BELLHOP_RETRY_FIRST", "200ms");
        settings.put("BELLHOP_RETRY_CEILING", "3s");
        settings.put("BELLHOP_BREAKER_DELAY", "1s");
        for (String limit : List.of("VISITOR_SESSIONS", "API", "CHANNEL_CALLS", "BAD_WEBHOOKS")) {
            settings.put("BELLHOP_LIMITS_" + limit + "_BURST", "100000");
            settings.put("BELLHOP_LIMITS_" + limit + "_REFILL", "100000");
        }
        return settings;
    }

    /// Below those that Linux gives to outgoing connections, so that it stays free while the
    /// gateway is down.
    private static int freePort(Dice dice) {
        while (true) {
            int port = dice.between(20_000, 31_999);
            try (var _ =
                    new java.net.ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException taken) {
                // The next one, then.
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until everybody has said what they wanted to say, everything was brought and sent, and
    /// every tab holds its whole thread; then tabs come anew and read it once more.
    private void drain(Crew crew, GatewayServer gateway, Mail mail) {
        var stages = new Drain(database, crew, gateway, mail);
        if (!Shift.await(DRAIN_MAX, stages::isDone)) {
            findings.add("not drained", stages.left());
        }
        crew.tellThreads("live");
        crew.reload();
        if (!Shift.await(DRAIN_MAX, stages::isDone)) {
            findings.add("not drained after a reload", stages.left());
        }
        crew.tellThreads("anew");
    }

    private ObjectNode check(World world, Crew crew, Phones phones, int port)
            throws IOException, SQLException {
        var ledger = Ledger.read(journal.file());
        Tables tables;
        try (var connection = database.connect()) {
            tables = Tables.read(connection);
        }
        int held = new ThreadCheck(ledger, tables, findings).check();
        var sends = new SendCheck(ledger, tables, phones.sites(), findings).check();
        new StatusCheck(ledger, tables, findings).check();
        new TabCheck(ledger, tables, findings).check();
        var api = Rest.of(port, world.admin());
        var files = new FileCheck(api, ledger, findings);
        new ApiCheck(api, tables, files, findings).check();
        tables.failedDeliveries().forEach(it -> findings.add("a notification failed", it));
        tables.jobs().forEach(it -> findings.add("a job is left", it));
        ledger.strangers.forEach(it -> findings.add("Graph did not know the token", it));
        var figures =
                Json.object()
                        .put("tabs", crew.tabs())
                        .put("conversations", tables.conversations().size())
                        .put(
                                "messages_stored",
                                tables.messages().values().stream().mapToInt(List::size).sum())
                        .put("messages_accepted", ledger.accepted.size())
                        .put(
                                "messages_by_notification",
                                ledger.said.values().stream()
                                        .filter(it -> ledger.taken.containsKey(it.wamid()))
                                        .count())
                        .put("messages_accepted_by_graph", ledger.sent.size())
                        .put("doubles_at_phones", sends.doubles())
                        .put("doubles_told_before", sends.toldBefore())
                        .put("replies_held", held)
                        .put("files_whole", files.whole());
        var kinds = figures.putObject("troubles");
        ledger.troubles.forEach(kinds::put);
        return figures;
    }

    private void gatewayFell(GatewayServer gateway) {
        for (var fall : gateway.falls()) {
            if (!GatewayServer.isFailedStart(fall)) {
                findings.add("the gateway ended by itself", fall.toString());
            }
        }
    }

    @Override
    public void close() {
        shift.end();
        for (var part : opened.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("torture: " + e);
            }
        }
    }
}
