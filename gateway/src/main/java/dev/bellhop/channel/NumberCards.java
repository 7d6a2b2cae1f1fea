package dev.bellhop.channel;

import dev.bellhop.admin.CredentialsPage.Card;
import dev.bellhop.admin.CredentialsPage.Standing;
import dev.bellhop.admin.Fact;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.TestStep;
import dev.bellhop.admin.TestStep.State;
import dev.bellhop.admin.TestVerdict;
import dev.bellhop.admin.Text;
import dev.bellhop.vault.Secret;
import dev.bellhop.whatsapp.GateView;
import dev.bellhop.whatsapp.NumberFacts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Draws numbers as the page of credentials shows them: how things read and nothing else.
///
/// @param zone whose clock the times are read from
record NumberCards(ZoneId zone) {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM HH:mm", Locale.ENGLISH);

    Card of(Channel channel, List<Warning> open, GateView gate, Optional<Report> last) {
        return new Card(
                channel.id(),
                channel.name(),
                channel.displayNumber().isEmpty() ? "" : "+" + channel.displayNumber(),
                standing(channel, open, gate),
                facts(channel, gate, last),
                open.stream().map(it -> new Notice(tone(it), it.words(), it.remedy())).toList(),
                channel.rotation().map(this::rotation),
                last.map(it -> verdict(channel.id(), it, when(it.at()))),
                last.map(it -> steps(channel.id(), it)).orElse(List.of()));
    }

    private String when(Instant at) {
        return WHEN.format(at.atZone(zone));
    }

    private static Standing standing(Channel channel, List<Warning> open, GateView gate) {
        if (channel.accessToken().isEmpty()) {
            return new Standing("No token", "tag--warn", "alert");
        }
        var kinds = open.stream().map(Warning::kind).toList();
        if (kinds.contains(Warning.Kind.TOKEN)) {
            return new Standing("Token rejected", "tag--bad", "alert");
        }
        if (!gate.passes()) {
            return new Standing("Sending paused", "tag--bad", "alert");
        }
        return kinds.isEmpty()
                ? new Standing("Connected", "tag--ok", "check")
                : new Standing("Needs a look", "tag--warn", "alert");
    }

    private static Notice.Tone tone(Warning warning) {
        return switch (warning.kind()) {
            case TOKEN, APP, APP_SECRET, NUMBER, SUBSCRIPTION, ACCOUNT, SENDING -> Notice.Tone.BAD;
            case TOKEN_EXPIRY,
                    QUALITY,
                    STANDBY,
                    RELAY_TEMPLATE,
                    REFUSALS,
                    INBOX_PHONE,
                    NOTIFICATIONS ->
                    Notice.Tone.WARN;
        };
    }

    private static List<Fact> facts(Channel channel, GateView gate, Optional<Report> last) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Phone number ID", channel.phoneNumberId()));
        facts.add(Fact.of("Business account", channel.accountId()));
        facts.add(Fact.of("App", channel.appId()));
        facts.add(new Fact("Token fingerprint", Text.plain(print(channel.accessToken())), ""));
        facts.add(new Fact("App secret", Text.plain(print(channel.appSecret())), ""));
        var sending =
                gate.passes()
                        ? "Normal, up to " + gate.perSecond() + " a second"
                        : gate.reason().orElse("Paused");
        facts.add(Fact.of("Sending", sending));
        last.flatMap(Report::number)
                .map(NumberFacts::verifiedName)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> facts.add(Fact.of("Name at WhatsApp", name)));
        last.flatMap(Report::number)
                .map(NumberFacts::quality)
                .filter(quality -> !quality.isEmpty())
                .ifPresent(quality -> facts.add(Fact.of("Quality", quality)));
        return facts;
    }

    private static String print(Optional<Secret> secret) {
        return secret.map(it ->
                        it.fingerprint().substring(0, 4).toUpperCase(Locale.ROOT)
                                + " · "
                                + it.fingerprint().substring(4).toUpperCase(Locale.ROOT))
                .orElse("none");
    }

    private Notice rotation(Channel.Rotation rotation) {
        var kept = rotation.accessToken().or(rotation::appSecret);
        return new Notice(
                Notice.Tone.INFO,
                "New secrets are in use since " + when(rotation.at()) + ".",
                "The old ones, "
                        + print(kept)
                        + ", are kept until you confirm, or until "
                        + when(rotation.until())
                        + ".");
    }

    static List<TestStep> steps(long channelId, Report report) {
        return report.steps().stream().map(it -> step(channelId, it)).toList();
    }

    static TestStep running(long channelId, String id, String title) {
        return new TestStep(channelId + "-" + id, title, State.RUNNING, "", "", "");
    }

    static TestStep step(long channelId, Report.Step step) {
        return new TestStep(
                channelId + "-" + step.id(),
                step.title(),
                state(step.finding().state()),
                step.finding().words(),
                step.finding().remedy(),
                words(step.took()));
    }

    private static State state(Finding.State state) {
        return switch (state) {
            case OK -> State.PASSED;
            case SKIPPED -> State.SKIPPED;
            case WARNING -> State.WARNING;
            case FAILED -> State.FAILED;
        };
    }

    private static String words(Duration took) {
        return took.toMillis() < 1_000
                ? took.toMillis() + " ms"
                : "%.1f s".formatted(took.toMillis() / 1_000.0);
    }

    static TestVerdict verdict(long channelId, Report report, String when) {
        var failed = count(report, Finding.State.FAILED);
        var bad = count(report, Finding.State.WARNING);
        var took =
                report.steps().stream()
                        .map(Report.Step::took)
                        .reduce(Duration.ZERO, Duration::plus);
        var more = when + ", " + words(took);
        var key = Long.toString(channelId);
        if (failed > 0) {
            var point = failed == 1 ? "One step failed" : failed + " steps failed";
            return new TestVerdict(key, State.FAILED, point, more);
        }
        return bad > 0
                ? new TestVerdict(key, State.WARNING, "It works, and something needs a look", more)
                : new TestVerdict(
                        key, State.PASSED, "All " + report.steps().size() + " steps passed", more);
    }

    private static long count(Report report, Finding.State state) {
        return report.steps().stream().filter(it -> it.finding().state() == state).count();
    }
}
