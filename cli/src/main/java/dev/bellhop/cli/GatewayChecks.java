package dev.bellhop.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a gateway tells of itself.
final class GatewayChecks {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    /// The oldest MariaDB with what the gateway asks of it.
    private static final int MAJOR = 10;

    private static final int MINOR = 11;
    private static final long UNSURE_MANY = 20;
    private static final Duration QUIET = Duration.ofDays(2);
    private static final Duration OLD = Duration.ofDays(2);

    private GatewayChecks() {}

    static List<Check> of(Document status, Address address, Clock clock) {
        var checks = new ArrayList<Check>();
        checks.add(Check.ok("Gateway", "It answers at " + address + "."));
        checks.add(version(status));
        checks.add(
                Check.of(
                        "Ready",
                        status.flag("ready").orElse(false),
                        status.flag("ready").orElse(false)
                                ? "It takes what comes."
                                : "It says that it is not ready.",
                        "Read its log: journalctl -u bellhop."));
        checks.add(
                Check.of(
                        "Database",
                        status.flag("database", "up").orElse(false),
                        "It is "
                                + (status.flag("database", "up").orElse(false) ? "up" : "away")
                                + " ("
                                + status.text("database", "kind").orElse("unknown")
                                + ").",
                        "Start it; what visitors send meanwhile waits in their browsers."));
        checks.add(databaseVersion(status.text("database", "version").orElse("")));
        checks.addAll(databaseSettings(status.object("database")));
        checks.add(backup(status.object("backup"), clock));
        checks.add(redis(status.object("redis")));
        files(status.object("media")).ifPresent(checks::add);
        nodes(status).ifPresent(checks::add);
        checks.addAll(outbox(status.object("outbox")));
        checks.addAll(deliveries(status.object("deliveries"), clock));
        checks.add(events(status.object("events")));
        checks.add(reports(status.number("reports", "failing_exports").orElse(0)));
        checks.add(sandbox(status.flag("sandbox").orElse(false)));
        return checks;
    }

    private static Check version(Document status) {
        var theirs = status.text("version").orElse("unknown");
        var ours = VersionCommand.version();
        return theirs.equals(ours)
                ? Check.ok("Version", "Gateway and command are " + ours + ".")
                : Check.warning(
                        "Version",
                        "The gateway is " + theirs + ", this command " + ours + ".",
                        "Use the command that came with the gateway.");
    }

    private static Check databaseVersion(String version) {
        var found = VERSION.matcher(version);
        if (!found.find()) {
            return Check.skipped("Database version", "The gateway does not say which it is.");
        }
        int major = Integer.parseInt(found.group(1));
        boolean good =
                major > MAJOR || (major == MAJOR && Integer.parseInt(found.group(2)) >= MINOR);
        return Check.of(
                "Database version",
                good,
                "It is MariaDB " + version + ".",
                "Bellhop wants MariaDB " + MAJOR + "." + MINOR + " or newer.");
    }

    /// With others a power cut takes away what was acknowledged, or an emoji ends a message.
    private static List<Check> databaseSettings(Document database) {
        var flush = database.number("flush_log_at_commit");
        var set = database.text("character_set");
        if (flush.isEmpty() || set.isEmpty()) {
            return List.of(Check.skipped("Database settings", "The gateway does not tell them."));
        }
        return List.of(
                Check.of(
                        "Durability",
                        flush.getAsLong() == 1,
                        "innodb_flush_log_at_trx_commit is " + flush.getAsLong() + ".",
                        "Set it to 1 in the server's settings: with less a power cut loses what"
                                + " visitors were told is safe."),
                Check.of(
                        "Character set",
                        set.get().equals("utf8mb4"),
                        "The database's character set is " + set.get() + ".",
                        "Make the database with CHARACTER SET utf8mb4."));
    }

    private static Check backup(Document backup, Clock clock) {
        if (backup.flat().isEmpty()) {
            return Check.skipped("Backup", "The gateway does not tell of backups.");
        }
        var last = backup.text("last_at").map(Instant::parse);
        if (last.isEmpty()) {
            return Check.warning(
                    "Backup",
                    "None was taken yet.",
                    "bellhop backup, or systemctl enable --now bellhop-backup.timer.");
        }
        var age = Duration.between(last.get(), clock.instant());
        var words = "The last was taken " + age.toHours() + " hours ago.";
        return age.compareTo(OLD) < 0
                ? Check.ok("Backup", words)
                : Check.warning(
                        "Backup", words, "See why: systemctl status bellhop-backup.service.");
    }

    private static Check redis(Document redis) {
        var up = redis.flag("up");
        if (up.isEmpty()) {
            return Check.skipped("Redis", "Nothing is shared with other gateways.");
        }
        return Check.of(
                "Redis",
                up.get(),
                up.get() ? "It answers." : "It is away: each gateway counts limits alone.",
                "Start it; nothing is lost meanwhile.");
    }

    /// Nothing where the gateway does not tell.
    private static Optional<Check> files(Document media) {
        return media.text("state")
                .map(state ->
                        Check.of(
                                "Files",
                                state.equals("up"),
                                state.equals("up")
                                        ? "They are in "
                                                + media.text("place").orElse("a place unknown")
                                                + ", which can be written."
                                        : media.text("trouble").orElse("They cannot be written."),
                                "Bring it back; what is sent meanwhile is fetched then."));
    }

    /// Nothing where there is one gateway.
    private static Optional<Check> nodes(Document status) {
        var nodes = status.items("nodes");
        if (nodes.size() < 2) {
            return Optional.empty();
        }
        var trouble = status.text("nodes_trouble");
        if (trouble.isPresent()) {
            return Optional.of(
                    Check.warning(
                            "Gateways",
                            trouble.get(),
                            "Set cluster.redis-url at each of them, to the same Redis."));
        }
        var versions =
                nodes.stream().flatMap(it -> it.text("version").stream()).distinct().toList();
        return Optional.of(
                versions.size() < 2
                        ? Check.ok("Gateways", nodes.size() + " hear of each other.")
                        : Check.warning(
                                "Gateways",
                                "They run different versions: " + String.join(", ", versions) + ".",
                                "Bring all of them to the newest."));
    }

    private static List<Check> outbox(Document outbox) {
        long dead = outbox.number("dead").orElse(0);
        long unsure = outbox.number("unsure").orElse(0);
        return List.of(
                Check.of(
                        "Dead letters",
                        dead == 0,
                        dead == 0
                                ? "Nothing is left that could not be sent."
                                : dead + " could not be sent and wait for somebody.",
                        "See why, and send them again: Chat Settings, Outbox."),
                unsure <= UNSURE_MANY
                        ? Check.ok("Unsure sends", unsure + " wait for Meta's word.")
                        : Check.warning(
                                "Unsure sends",
                                unsure + " were sent without an answer.",
                                "See whether Meta answers: https://metastatus.com"));
    }

    private static Check events(Document events) {
        var troubles = events.items("troubles");
        return troubles.isEmpty()
                ? Check.ok("Events", "Every endpoint takes what it is told.")
                : Check.warning(
                        "Events",
                        troubles.size()
                                + " of the endpoints that events are posted to fail or are off.",
                        "See why: bellhop event list, bellhop event deliveries ID --state failed");
    }

    private static List<Check> deliveries(Document deliveries, Clock clock) {
        long rejected = deliveries.number("rejected_24h").orElse(0);
        var last = deliveries.text("last_at").flatMap(GatewayChecks::instant);
        var quiet =
                last.isEmpty()
                        ? Check.warning(
                                "Webhook",
                                "Meta has brought nothing yet.",
                                "Subscribe a number: bellhop webhook subscribe 1")
                        : Duration.between(last.get(), clock.instant()).compareTo(QUIET) > 0
                                ? Check.warning(
                                        "Webhook",
                                        "Meta has brought nothing since " + last.get() + ".",
                                        "If that is not for lack of customers: bellhop webhook"
                                                + " show, and compare with Meta's app.")
                                : Check.ok("Webhook", "Meta was here at " + last.get() + ".");
        return List.of(
                quiet,
                rejected == 0
                        ? Check.ok("Rejected", "Nothing was refused in 24 hours.")
                        : Check.warning(
                                "Rejected",
                                rejected + " notifications were refused in 24 hours.",
                                "See which: bellhop webhook deliveries --state rejected"));
    }

    /// The moment that a text says, if it says one.
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Check reports(long failing) {
        return Check.of(
                "Reports",
                failing == 0,
                failing == 0
                        ? "None waits to be written."
                        : failing + " could not be written to their folder.",
                "See why: bellhop report exports");
    }

    private static Check sandbox(boolean on) {
        return on
                ? Check.warning(
                        "Sandbox",
                        "It is on: what is sent goes to a simulated WhatsApp.",
                        "Turn it off before customers come: sandbox.enabled.")
                : Check.ok("Sandbox", "It is off.");
    }
}
