package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `bellhop webhook`: how Meta reaches the gateway, and what it brought.
@Command(
        name = "webhook",
        description = "See how Meta reaches the gateway, what it brought, and take it again.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND")
final class WebhookCommand {
    private static final String ALL = "/api/v1/deliveries";
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int SHOWN = 10;
    private static final Columns DOORS =
            Columns.of(
                    "Number", "id",
                    "Name", "name",
                    "Callback URL", "webhook_url",
                    "Verify token", "verify_token.fingerprint",
                    "App secret", "app_secret.fingerprint");
    private static final Columns COLUMNS =
            Columns.of(
                            "Id", "id",
                            "Received", "received_at",
                            "Number", "channel",
                            "Verdict", "verdict",
                            "State", "state",
                            "Items", "items",
                            "Took ms", "latency_ms",
                            "Outcome", "outcome")
                    .badly("state", "failed", "rejected")
                    .badly("verdict", "bad_signature", "not_json")
                    .orElse("What Meta brings stands here; try it: bellhop webhook send-test 1");

    private final Surroundings here;

    WebhookCommand(Surroundings here) {
        this.here = here;
    }

    @Command(
            name = "show",
            description = "Show what belongs into Meta's app: the callback URL of each number.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int show(@Mixin Login login, @Mixin Output output) {
        var channels =
                Limit.read(login.gateway(here), new Query("/api/v1/channels"), Integer.MAX_VALUE);
        output.whole(here, channels, DOORS);
        return Exit.DONE.code();
    }

    @Command(
            name = "subscribe",
            description = "Have Meta bring a number's notifications here.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "--end has it bring none any more.",
                "",
                "Example:",
                "  bellhop webhook subscribe 1"
            })
    int subscribe(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(paramLabel = "NUMBER", description = "A business number's id.") int id,
            @Option(names = "--end", description = "End it.") boolean end) {
        var gateway = dryRun.of(login.gateway(here), here);
        var path = "/api/v1/channels/" + id + "/subscribe";
        if (end) {
            gateway.delete(path);
            output.done(
                    here,
                    Document.EMPTY.with("id", id).with("subscribed", false),
                    "Meta brings nothing of number " + id + " any more.");
        } else {
            var done = gateway.post(path, Document.EMPTY);
            output.done(
                    here,
                    done,
                    "Meta brings what there is to " + done.text("webhook_url").orElse("us") + ".");
        }
        return Exit.DONE.code();
    }

    @Command(
            name = "send-test",
            description = "Knock at a number's webhook from outside, as Meta does.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "The gateway asks its own public address for the challenge, and brings a",
                "notification signed wrongly and one signed rightly. Ends with 7 when a step",
                "fails."
            })
    int sendTest(
            @Mixin Login login,
            @Mixin Output output,
            @Parameters(paramLabel = "NUMBER", description = "A business number's id.") int id) {
        var report =
                login.gateway(here)
                        .patient()
                        .post("/api/v1/channels/" + id + "/webhook-test", Document.EMPTY);
        output.print(here, report, () -> CredentialsCommand.steps(report));
        return (report.flag("ok").orElse(false) ? Exit.DONE : Exit.CHECK_FAILED).code();
    }

    @Command(
            name = "deliveries",
            description = "List what Meta brought, newest first, or show one with its body.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Examples:",
                "  bellhop webhook deliveries --state failed --since 24h",
                "  bellhop webhook deliveries 812 -o json"
            })
    int deliveries(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin Limit limit,
            @Mixin DeliveryFilter filter,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "ID",
                            description = "One of them; a list without.")
                    Optional<Long> id) {
        var gateway = login.gateway(here);
        if (id.isPresent()) {
            output.one(here, gateway.get(ALL + "/" + id.get()));
        } else {
            var query = filter.query(new Query(ALL), here.clock());
            output.list(here, limit.read(gateway, query), COLUMNS);
        }
        return Exit.DONE.code();
    }

    @Command(
            name = "tail",
            description =
                    "Show the last of what Meta brought and what it brings, until it is"
                            + " interrupted.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Examples:",
                "  bellhop webhook tail",
                "  bellhop webhook tail --state rejected -o jsonl"
            })
    int tail(@Mixin Login login, @Mixin Output output, @Mixin DeliveryFilter filter)
            throws InterruptedException {
        output.needsLines();
        var gateway = login.gateway(here);
        var query = filter.query(new Query(ALL), here.clock());
        long last = 0;
        boolean first = true;
        // Ends by a signal, or when nobody reads any more.
        do {
            var news = newerOrNone(gateway, query, last, first, output);
            for (var delivery : news) {
                output.line(here, delivery, COLUMNS);
                last = Math.max(last, delivery.number("id").orElse(0));
            }
            here.out().flush();
            first &= news.isEmpty();
            Thread.sleep(PAUSE);
        } while (!here.out().checkError());
        return Exit.DONE.code();
    }

    /// A gateway that starts anew is waited for, once it has been there.
    private List<Document> newerOrNone(
            Gateway gateway, Query query, long last, boolean first, Output output) {
        try {
            return newer(gateway, query, last, first);
        } catch (Failure failure) {
            if (first || failure.exit() != Exit.UNREACHABLE) {
                throw failure;
            }
            output.say(here, failure.what());
            return List.of();
        }
    }

    /// What came since, oldest first; at first the last few.
    private static List<Document> newer(Gateway gateway, Query query, long last, boolean first) {
        int most = first ? SHOWN : Integer.MAX_VALUE;
        var found = new ArrayList<Document>();
        var cursor = Optional.<String>empty();
        do {
            var page =
                    gateway.get(
                            query.with("limit", first ? Integer.toString(SHOWN) : "50")
                                    .with("cursor", cursor)
                                    .path());
            var news =
                    page.items("items").stream()
                            .filter(it -> it.number("id").orElse(0) > last)
                            .toList();
            found.addAll(news);
            cursor = news.isEmpty() ? Optional.empty() : page.text("next");
        } while (cursor.isPresent() && found.size() < most);
        return found.reversed();
    }

    @Command(
            name = "replay",
            description = "Take again what Meta brought: one, or all between two moments.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Nothing is stored twice by that.",
                "",
                "Examples:",
                "  bellhop webhook replay 812",
                "  bellhop webhook replay --since 2h --state failed"
            })
    int replay(
            @Mixin Login login,
            @Mixin Output output,
            @Mixin DryRun dryRun,
            @Parameters(arity = "0..1", paramLabel = "ID", description = "One of them.")
                    Optional<Long> id,
            @Option(names = "--since", paramLabel = "TIME", description = Times.WORDS)
                    Optional<String> since,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "The same, and before then; now without.")
                    Optional<String> until,
            @Option(names = "--state", paramLabel = "STATE", description = "done or failed.")
                    Optional<String> state,
            @Option(names = "--number", paramLabel = "ID", description = "Of a business number.")
                    Optional<Long> channel) {
        if (id.isPresent() == since.isPresent()
                || (id.isPresent()
                        && (until.isPresent() || state.isPresent() || channel.isPresent()))) {
            throw new Failure(
                    Exit.USAGE,
                    "It is not said what is to be taken again.",
                    "An ID is one delivery; --since, with the other options, all from a moment on.",
                    "Give one of the two.");
        }
        var gateway = dryRun.of(login.gateway(here), here);
        if (id.isPresent()) {
            output.one(here, gateway.post(ALL + "/" + id.get() + "/replay", Document.EMPTY));
            return Exit.DONE.code();
        }
        var now = here.clock();
        var range = new LinkedHashMap<String, @Nullable Object>();
        range.put("since", Times.instant("--since", since.orElseThrow(), now).toString());
        range.put(
                "until",
                until.map(it -> Times.instant("--until", it, now))
                        .orElseGet(now::instant)
                        .toString());
        state.ifPresent(it -> range.put("state", it));
        channel.ifPresent(it -> range.put("channel", it));
        long replayed = replayAll(gateway, range);
        output.done(
                here, Document.EMPTY.with("replayed", replayed), replayed + " are taken again.");
        return Exit.DONE.code();
    }

    /// The gateway takes a part at a time and says where the next one begins.
    private static long replayAll(Gateway gateway, Map<String, @Nullable Object> range) {
        long replayed = 0;
        while (true) {
            var done = gateway.post(ALL + "/replay", new Document(range));
            replayed += done.number("replayed").orElse(0);
            var next = done.number("next_from");
            if (next.isEmpty()) {
                return replayed;
            }
            range.put("from", next.getAsLong());
        }
    }
}
