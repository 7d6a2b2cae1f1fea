package dev.bellhop.channel;

import dev.bellhop.admin.CredentialsPage.Alarm;
import dev.bellhop.admin.CredentialsPage.Card;
import dev.bellhop.admin.CredentialsPage.Standing;
import dev.bellhop.admin.CredentialsPage.Way;
import dev.bellhop.admin.Fact;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
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
import java.util.stream.Stream;

/// Draws numbers as the page of credentials shows them: how things read and nothing else.
///
/// @param zone whose clock the times are read from
/// @param graphVersion which one calls use where a number says none
record NumberCards(ZoneId zone, String graphVersion) {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM HH:mm", Locale.ENGLISH);

    /// Who uses a number.
    ///
    /// @param websites by their names
    record Use(List<String> websites, List<InboxPhone> phones) {}

    /// @param open its warnings; of sending, the gate is asked, which knows sooner
    Card of(Channel channel, List<Warning> open, GateView gate, Optional<Report> last, Use use) {
        var others = open.stream().filter(it -> it.kind() != Warning.Kind.SENDING).toList();
        return new Card(
                channel.id(),
                channel.name(),
                channel.displayNumber().isEmpty() ? "" : "+" + channel.displayNumber(),
                standing(channel, others, gate, last),
                ids(channel),
                facts(channel, gate, last, use),
                alarms(channel, others, gate, use),
                gate.passes(),
                channel.rotation().map(this::rotation),
                last.map(it -> verdict(channel.id(), it, when(it.at()))),
                last.map(it -> steps(channel.id(), it)).orElse(List.of()));
    }

    private String when(Instant at) {
        return WHEN.format(at.atZone(zone));
    }

    private static Standing standing(
            Channel channel, List<Warning> open, GateView gate, Optional<Report> last) {
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
        if (!kinds.isEmpty()) {
            return new Standing("Needs a look", "tag--warn", "alert");
        }
        return last.filter(NumberCards::isSound).isPresent()
                ? new Standing("Connected", "tag--ok", "check")
                : new Standing("Not looked at yet", "tag--line", "clock");
    }

    /// Whether Meta has said that token and number are well: no warning alone says nothing.
    private static boolean isSound(Report report) {
        return Stream.of(Warning.Kind.TOKEN, Warning.Kind.NUMBER)
                .map(kind -> Optional.ofNullable(report.findings().get(kind)))
                .allMatch(finding -> finding.filter(it -> !it.isBad()).isPresent());
    }

    private static List<Alarm> alarms(Channel channel, List<Warning> open, GateView gate, Use use) {
        var alarms = new ArrayList<Alarm>();
        if (!gate.passes()) {
            var finding = GateFinding.of(gate);
            alarms.add(
                    new Alarm(
                            new Notice(Notice.Tone.BAD, finding.words(), finding.remedy()),
                            List.of(),
                            GateFinding.releases(gate)));
        }
        open.forEach(it ->
                alarms.add(
                        new Alarm(
                                new Notice(tone(it), it.words(), it.remedy()),
                                ways(channel, it.kind(), use),
                                false)));
        return alarms;
    }

    /// Where it is mended, if that is another page than this.
    private static List<Way> ways(Channel channel, Warning.Kind kind, Use use) {
        return switch (kind) {
            case INBOX_PHONE ->
                    List.of(
                            use.phones().isEmpty()
                                    ? new Way(
                                            "Add phone",
                                            Section.INBOX_PHONES.path()
                                                    + "/new?channel="
                                                    + channel.id())
                                    : new Way("Inbox phones", Section.INBOX_PHONES.path()));
            case WEBSITE ->
                    List.of(
                            new Way("Websites", Section.APPEARANCE.path()),
                            new Way(
                                    "Add website",
                                    Section.APPEARANCE.path() + "/new?number=" + channel.id()));
            case RELAY_TEMPLATE ->
                    List.of(
                            new Way(
                                    "Choose another",
                                    Section.CREDENTIALS.path() + "/" + channel.id()));
            case SUBSCRIPTION, VERIFY_TOKEN, NOTIFICATIONS ->
                    List.of(new Way("Webhook", Section.WEBHOOK.path()));
            case TOKEN,
                    APP,
                    TOKEN_EXPIRY,
                    APP_SECRET,
                    NUMBER,
                    QUALITY,
                    ACCOUNT,
                    STANDBY,
                    SENDING,
                    REFUSALS ->
                    List.of();
        };
    }

    private static Notice.Tone tone(Warning warning) {
        return switch (warning.kind()) {
            case TOKEN, APP, APP_SECRET, NUMBER, SUBSCRIPTION, ACCOUNT, SENDING, VERIFY_TOKEN ->
                    Notice.Tone.BAD;
            case TOKEN_EXPIRY,
                    QUALITY,
                    STANDBY,
                    RELAY_TEMPLATE,
                    REFUSALS,
                    INBOX_PHONE,
                    WEBSITE,
                    NOTIFICATIONS ->
                    Notice.Tone.WARN;
        };
    }

    private static List<Fact> ids(Channel channel) {
        return List.of(
                Fact.of("Phone number ID", channel.phoneNumberId()),
                Fact.of("Business account", channel.accountId()),
                Fact.of("App", channel.appId()),
                Fact.of("Token fingerprint", print(channel.accessToken())),
                Fact.of("App secret", print(channel.appSecret())));
    }

    private List<Fact> facts(Channel channel, GateView gate, Optional<Report> last, Use use) {
        var facts = new ArrayList<Fact>();
        facts.add(
                channel.graphVersion()
                        .map(version -> Fact.of("Graph version", version))
                        .orElseGet(() ->
                                new Fact(
                                        "Graph version",
                                        Text.plain(graphVersion),
                                        "as this gateway uses")));
        facts.add(
                Fact.of(
                        "For closed windows",
                        channel.relayTemplate().map(TemplateName::toString).orElse("no template")));
        facts.add(names("Websites", use.websites(), Section.APPEARANCE));
        facts.add(
                names(
                        "Inbox phones",
                        use.phones().stream().map(InboxPhone::name).toList(),
                        Section.INBOX_PHONES));
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

    private static Fact names(String what, List<String> names, Section where) {
        return new Fact(
                what,
                names.isEmpty()
                        ? Text.plain("none")
                        : Text.link(String.join(", ", names), where.path()),
                "");
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
