package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.trace.Span;
import dev.bellhop.vault.Secret;
import dev.bellhop.whatsapp.Outcome.Trouble;

import io.github.bucket4j.TimeMeter;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Sends through Meta's Graph API for one gateway. Each business number has its own [Gate]: when
/// calls for it keep failing, further ones are put off without being made.
public final class Graph {
    /// What a span calls Meta's error code.
    public static final String CODE = "whatsapp.error_code";

    private static final String OUTCOME = "whatsapp.outcome";
    private static final Logger LOG = Logger.getLogger(Graph.class.getName());

    /// Where and how calls go out.
    ///
    /// @param base such as `https://graph.facebook.com`; asked with each call
    /// @param version of the API where a number names none, such as `v26.0`
    /// @param perSecondMax how many messages a second one number sends at most, whatever Meta
    ///   allows
    /// @param callsMax how many sends of one number run at once
    public record Settings(
            Supplier<URI> base,
            String version,
            Duration connectTimeout,
            Duration readTimeout,
            Breaker breaker,
            int perSecondMax,
            int callsMax) {}

    /// When a number's breaker opens and how it comes back.
    ///
    /// @param volume how many of the latest calls count
    /// @param errorPercent how many of them must have failed
    /// @param delay how long it stays open before a probe
    public record Breaker(int volume, int errorPercent, Duration delay) {}

    /// The number that sends and the token that lets it.
    ///
    /// @param version of the API, where the number needs another than the gateway's
    public record BusinessNumber(
            String phoneNumberId, Secret accessToken, Optional<String> version) {
        public BusinessNumber(String phoneNumberId, Secret accessToken) {
            this(phoneNumberId, accessToken, Optional.empty());
        }
    }

    /// Hears how calls that send ended; what was put off without a call is none. It is called by
    /// the thread that waits for Meta, and must be quick.
    public interface CallListener {
        void called(String phoneNumberId, Outcome outcome, Duration took);
    }

    /// Hears of refusals that other messages will meet too, such as that of a template that is not
    /// there. It must be quick.
    public interface AlarmListener {
        /// Meta refused something.
        ///
        /// @param code Meta's; 0 for none
        /// @param line it in words
        void alarmed(String phoneNumberId, int code, String line);
    }

    private final Settings settings;
    private final Clock clock;
    private final GraphHttp http;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final List<Consumer<GateView>> listeners = new CopyOnWriteArrayList<>();
    private final List<CallListener> callListeners = new CopyOnWriteArrayList<>();
    private final List<AlarmListener> alarmListeners = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> tellMended = _ -> {};

    public Graph(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.http =
                new GraphHttp(
                        settings.base(),
                        settings.version(),
                        settings.connectTimeout(),
                        settings.readTimeout());
    }

    /// How many connections could be used again.
    int resting() {
        return http.resting();
    }

    /// Adds somebody who hears when a number's gate opens or shuts.
    public void onGateChange(Consumer<GateView> hears) {
        listeners.add(hears);
    }

    /// Adds somebody who hears of each call that sends.
    public void onCall(CallListener hears) {
        callListeners.add(hears);
    }

    /// Adds somebody who hears of refusals that other messages will meet too.
    public void onAlarm(AlarmListener hears) {
        alarmListeners.add(hears);
    }

    /// Sends a message.
    ///
    /// @param quote the message to quote; reactions and templates show none
    /// @param callback comes back in every status of this message; at most 512 ASCII characters
    public Outcome send(
            BusinessNumber number,
            Recipient to,
            Outgoing message,
            Optional<String> quote,
            String callback) {
        var problem = OutgoingCheck.problem(message);
        if (problem.isPresent()) {
            return new Outcome.Never(Failure.without(problem.get()), false);
        }
        var body = OutgoingForm.envelope().put("recipient_type", "individual");
        to.putInto(body);
        OutgoingForm.putInto(body, message);
        if (!(message instanceof Outgoing.Reaction)) {
            quote.ifPresent(wamid -> body.putObject("context").put("message_id", wamid));
        }
        body.put("biz_opaque_callback_data", callback);
        return gate(number).pass(() -> called(number, body));
    }

    private Outcome called(BusinessNumber number, JsonNode body) {
        long began = System.nanoTime();
        var outcome = traced(number, body);
        var took = Duration.ofNanos(System.nanoTime() - began);
        tell(callListeners, hears -> hears.called(number.phoneNumberId(), outcome, took));
        alarm(number.phoneNumberId(), outcome);
        return outcome;
    }

    /// Meta itself is told of no trace.
    private Outcome traced(BusinessNumber number, JsonNode body) {
        try (var span = Span.current().outward("whatsapp send")) {
            var outcome = outcome(post(number, body));
            switch (outcome) {
                case Outcome.Accepted _ -> span.is(OUTCOME, "accepted");
                case Outcome.Later later ->
                        span.is(OUTCOME, later.trouble().name().toLowerCase(Locale.ROOT))
                                .is(CODE, later.failure().code())
                                .failed();
                case Outcome.Never never ->
                        span.is(OUTCOME, "refused").is(CODE, never.failure().code()).failed();
                case Outcome.Unsure _ -> span.is(OUTCOME, "unsure").failed();
            }
            return outcome;
        }
    }

    /// What stops a number is told as a change of its gate.
    private void alarm(String phoneNumberId, Outcome outcome) {
        switch (outcome) {
            case Outcome.Never(var failure, var alarm, _) when alarm ->
                    alarm(phoneNumberId, failure);
            case Outcome.Later later
                    when ErrorCodes.alarms(later.failure().code())
                            && !Stops.stops(later.trouble()) ->
                    alarm(phoneNumberId, later.failure());
            case Outcome.Accepted _, Outcome.Never _, Outcome.Later _, Outcome.Unsure _ -> {}
        }
    }

    private void alarm(String phoneNumberId, Failure failure) {
        alarm(phoneNumberId, failure.code(), failure.line());
    }

    private void alarm(String phoneNumberId, int code, String line) {
        tell(alarmListeners, hears -> hears.alarmed(phoneNumberId, code, line));
    }

    private static <T> void tell(List<T> listeners, Consumer<T> news) {
        for (var hears : listeners) {
            try {
                news.accept(hears);
            } catch (RuntimeException defect) {
                // The call was made. Were it unsure because of this, it would be made once more.
                LOG.log(Level.SEVERE, "how a call to Meta ended could not be told", defect);
            }
        }
    }

    /// Shows the person that their message, and all before it, was read.
    ///
    /// @param typing whether "typing…" is shown too, for up to 25 seconds or until the next message
    public Reply markRead(BusinessNumber number, String wamid, boolean typing) {
        var body = OutgoingForm.envelope().put("status", "read").put("message_id", wamid);
        if (typing) {
            body.putObject("typing_indicator").put("type", "text");
        }
        return post(number, body);
    }

    private Reply post(BusinessNumber number, JsonNode body) {
        return http.post(
                http.address(number.version(), number.phoneNumberId() + "/messages"),
                number.accessToken(),
                body);
    }

    /// Takes in what Meta says by notification of a message that it had accepted, or of the number
    /// as a whole: what stops or slows the number when an answer says so does here too.
    ///
    /// @param code Meta's
    /// @param line it in words
    /// @param sentAt when Meta accepted the message; now for news of the number
    public void hear(String phoneNumberId, int code, String line, Instant sentAt) {
        if (code == 0) {
            return;
        }
        var treatment = ErrorCodes.treatment(0, code, 0, false);
        gate(phoneNumberId).hear(treatment, line, sentAt);
        if (treatment.alarm() && treatment.trouble().filter(Stops::stops).isEmpty()) {
            alarm(phoneNumberId, code, line);
        }
    }

    private static Outcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.Ok(var body) -> accepted(body);
            case Reply.Refused refused -> refused(refused);
            case Reply.NoAnswer(var sent, var why) ->
                    sent
                            ? new Outcome.Unsure(why)
                            : Outcome.Later.of(Trouble.OUTAGE, Failure.without(why + "."));
        };
    }

    private static Outcome accepted(JsonNode body) {
        var id = body.path("messages").path(0).path("id");
        return id.isTextual()
                ? new Outcome.Accepted(id.textValue())
                : new Outcome.Unsure("Meta answered 200 without a message id");
    }

    /// What somebody on the way to Meta says, a proxy or a firewall: it says nothing against the
    /// message, which did not get there.
    private static final Set<Integer> NOT_METAS = Set.of(401, 403, 407, 408, 429);

    private static Outcome refused(Reply.Refused refused) {
        int status = refused.status();
        if (refused.isMetas()) {
            var error = refused.body().path("error");
            return ErrorCodes.treatment(
                            status,
                            error.path("code").asInt(),
                            error.path("error_subcode").asInt(),
                            error.path("is_transient").asBoolean())
                    .outcome(refused.failure());
        }
        if (NOT_METAS.contains(status)) {
            return Outcome.Later.of(Trouble.OUTAGE, refused.failure());
        }
        return status >= 500
                ? new Outcome.Unsure("HTTP " + status + " without Meta's error")
                : new Outcome.Never(refused.failure(), true);
    }

    /// Pauses sending for a number until it is released.
    ///
    /// @param by who wants it so
    public void hold(String phoneNumberId, String by) {
        gate(phoneNumberId).hold(by);
    }

    /// Says that what Meta complained of was mended. A pause by hand stays.
    public void mended(String phoneNumberId) {
        mendedElsewhere(phoneNumberId);
        tellMended.accept(phoneNumberId);
    }

    /// The same, and it was said at another gateway.
    public void mendedElsewhere(String phoneNumberId) {
        gate(phoneNumberId).mended();
    }

    /// Who tells other gateways that something was mended.
    public void tellMendedBy(Consumer<String> telling) {
        tellMended = telling;
    }

    /// Lets a number send again, whatever kept it.
    public void release(String phoneNumberId) {
        gate(phoneNumberId).release();
    }

    /// Takes over how many messages a second Meta allows a number. Until somebody says so it is
    /// [NumberFacts#USUAL].
    public void allow(String phoneNumberId, int perSecond) {
        gate(phoneNumberId).allow(perSecond);
    }

    /// How sending stands for a number.
    public GateView view(String phoneNumberId) {
        return gate(phoneNumberId).view();
    }

    private Gate gate(BusinessNumber number) {
        return gate(number.phoneNumberId());
    }

    private Gate gate(String phoneNumberId) {
        return gates.computeIfAbsent(
                phoneNumberId,
                id ->
                        new Gate(
                                id,
                                settings,
                                clock,
                                TimeMeter.SYSTEM_NANOTIME,
                                view -> listeners.forEach(hears -> hears.accept(view))));
    }
}
