package dev.bellhop.whatsapp;

import dev.bellhop.whatsapp.Outcome.Trouble;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What each of Meta's error codes means and asks of us: one row a code. Only `code` decides;
/// titles, messages and HTTP states change, `error_subcode` is deprecated.
///
/// Source: Meta's page "Error codes" of the Cloud API, September 2026; how long to wait is our own
/// judgement where Meta says nothing.
final class ErrorCodes {

    /// What to do about an error of a send.
    ///
    /// @param trouble what keeps it; empty when it will never go
    /// @param after how long to wait at least
    /// @param triesMax after how many tries to give up
    /// @param alarm whether an admin has to hear of it
    /// @param mending what may make Meta take it, when it will never go as it is
    record Treatment(
            Optional<Trouble> trouble,
            Optional<Duration> after,
            OptionalInt triesMax,
            boolean alarm,
            Optional<Mending> mending) {
        Outcome outcome(Failure failure) {
            return trouble.<Outcome>map(t -> new Outcome.Later(t, after, triesMax, failure))
                    .orElseGet(() -> new Outcome.Never(failure, alarm, mending));
        }
    }

    /// What is known of a code, or of all codes of a range.
    record Row(int from, int to, Treatment treatment, String words) {}

    /// With waits of up to five minutes this is a few hours in all.
    private static final int A_FEW_HOURS = 100;

    /// About an hour: what it is nobody knows, and everything said later waits behind it.
    private static final int A_LITTLE = 20;

    private static final Treatment REFUSED = refused(false, Optional.empty());
    private static final Treatment REFUSED_ALARM = refused(true, Optional.empty());
    private static final Treatment CLEAN_ONCE = refused(false, Optional.of(Mending.CLEAN));
    private static final Treatment SHORTEN_ONCE = refused(false, Optional.of(Mending.SHORTEN));
    private static final Treatment RETRY = retry(A_FEW_HOURS);
    private static final Treatment PAIR = wait(Trouble.PAIR_LIMIT, Duration.ZERO, false);
    private static final Treatment TEMPLATE = wait(Trouble.WINDOW, Duration.ZERO, false);
    private static final Duration A_DAY = Duration.ofHours(24);
    private static final Treatment TOMORROW = wait(Trouble.HELD_BACK, A_DAY, false);

    /// Nothing goes out for a while, on any lane.
    private static final Treatment LIMITED = wait(Trouble.LIMITED, Duration.ofMinutes(5), false);

    /// Nothing goes out until somebody mends it; what may mend itself is looked at once an hour.
    private static final Treatment CHANNEL = wait(Trouble.CHANNEL, Duration.ofHours(1), true);

    private static final String SETUP = "This belongs to setting up the number, not to sending.";

    private static final List<Row> ROWS =
            List.of(
                    // login and rights
                    row(0, CHANNEL, "Meta does not accept the access token."),
                    row(3, CHANNEL, "The app lacks a permission or capability for this."),
                    row(10, CHANNEL, "The permission was not granted, or was taken away."),
                    row(104, CHANNEL, "The call carried no access token."),
                    row(190, CHANNEL, "The access token has expired or was revoked."),
                    rows(
                            200,
                            299,
                            CHANNEL,
                            "The token may not use this account: assign the account to the system"
                                    + " user."),
                    row(131005, CHANNEL, "The token may not do this."),
                    // account
                    row(368, CHANNEL, "Meta blocked the account for a time: a policy was broken."),
                    row(
                            130497,
                            REFUSED_ALARM,
                            "This account may not message people of that country."),
                    row(131031, CHANNEL, "Meta locked the account."),
                    row(131037, CHANNEL, "Meta must approve the number's display name first."),
                    row(131042, CHANNEL, "A means of payment is missing or does not work."),
                    row(131045, CHANNEL, "The number is not registered rightly with Meta."),
                    row(133010, CHANNEL, "The number is not registered with the Cloud API."),
                    row(133000, REFUSED, SETUP),
                    row(133005, REFUSED, SETUP),
                    row(133006, REFUSED, SETUP),
                    row(133008, REFUSED, SETUP),
                    row(133009, REFUSED, SETUP),
                    row(133015, REFUSED, SETUP),
                    row(133016, REFUSED, SETUP),
                    // too fast
                    row(4, LIMITED, "The app made too many calls."),
                    row(17, LIMITED, "The token's user made too many calls."),
                    row(613, LIMITED, "Too many calls of one kind."),
                    row(80007, LIMITED, "The account made too many calls."),
                    row(130429, slow(Duration.ofSeconds(2)), "The number sends too fast."),
                    row(131056, PAIR, "Too many messages to this person in a short time."),
                    row(
                            131048,
                            wait(Trouble.LIMITED, Duration.ofHours(1), true),
                            "Too many people blocked or reported this number; Meta limits it."),
                    row(131064, TOMORROW, "A limit for messages outside the window is reached."),
                    // their trouble
                    row(1, retry(3), "Meta could not handle the message, and does not say why."),
                    row(2, RETRY, "WhatsApp is down or overloaded."),
                    row(131000, RETRY, "Something went wrong at Meta."),
                    row(131016, RETRY, "WhatsApp is overloaded."),
                    row(
                            131057,
                            wait(Trouble.OUTAGE, Duration.ofMinutes(1), false),
                            "Meta is maintaining this number."),
                    row(133004, RETRY, "WhatsApp's server is not available."),
                    row(135000, retry(2), "Meta could not handle the message's parameters."),
                    // window and receiver
                    row(
                            131047,
                            TEMPLATE,
                            "This person has not written for more than 24 hours; only a template"
                                    + " can be sent."),
                    row(
                            131026,
                            REFUSED,
                            "It cannot be delivered: the person may not use WhatsApp, may have an"
                                    + " old version, or may have blocked the business."),
                    row(130403, REFUSED, "This business has blocked the person on WhatsApp."),
                    row(130472, REFUSED, "Meta withholds such templates from this person."),
                    row(
                            131049,
                            TOMORROW,
                            "Meta held it back so that the person does not get too much"
                                    + " marketing."),
                    row(131050, REFUSED, "The person does not want marketing messages."),
                    row(131021, REFUSED, "The number cannot write to itself."),
                    row(
                            131030,
                            REFUSED,
                            "A test number reaches only the five numbers entered in Meta's API"
                                    + " Setup page; enter this one there."),
                    // Whose number is known is sent to by number, so there is none to try.
                    row(131062, REFUSED, "This message needs the person's phone number."),
                    row(131063, REFUSED, "The message cannot be sent to this user id."),
                    row(136024, REFUSED, SETUP),
                    row(137000, REFUSED, "The person's identity changed and must be confirmed."),
                    // message
                    row(33, CHANNEL, "The phone number id does not exist any more."),
                    row(100, REFUSED, "Meta refused a part of the message."),
                    row(131008, REFUSED, "The message lacks a part that Meta needs."),
                    row(131009, REFUSED, "A value in the message is not valid for Meta."),
                    row(131051, REFUSED, "WhatsApp does not carry messages of this kind."),
                    row(131052, REFUSED, "The file could not be fetched from WhatsApp."),
                    row(131053, REFUSED, "WhatsApp did not take the file: its kind or content."),
                    row(131055, REFUSED, "This number may not send such messages."),
                    row(131060, REFUSED, "WhatsApp does not show this message to businesses."),
                    row(134011, REFUSED, "WhatsApp's payment terms are not accepted."),
                    row(131020, REFUSED, "The message could not be sent."),
                    row(131041, REFUSED, "The message could not be sent."),
                    rows(131200, 131299, REFUSED, "Meta refused the message to the group."),
                    rows(138000, 138999, REFUSED, "This is about a call, not a message."),
                    rows(139000, 139999, REFUSED, "This is about a call or a flow."),
                    rows(147001, 147005, REFUSED, SETUP),
                    // template
                    row(
                            132000,
                            REFUSED_ALARM,
                            "The template got another number of values than it has."),
                    row(
                            132001,
                            REFUSED_ALARM,
                            "There is no such template in that language, or it is not approved."),
                    row(132005, SHORTEN_ONCE, "The template is too long with these values."),
                    row(132007, REFUSED, "The template's content breaks a rule of WhatsApp's."),
                    row(132008, CLEAN_ONCE, "A value of the template has the wrong form."),
                    row(132012, CLEAN_ONCE, "A value of the template has the wrong form."),
                    row(
                            132018,
                            CLEAN_ONCE,
                            "A value of the template holds a line break, a tab or many blanks."),
                    row(
                            132015,
                            wait(Trouble.HELD_BACK, A_DAY, true),
                            "Meta paused the template because of its quality."),
                    row(132016, REFUSED_ALARM, "Meta disabled the template for good."),
                    row(132068, REFUSED, "The flow is blocked."),
                    row(132069, REFUSED, "The flow is slowed down."),
                    rows(2388000, 2388999, REFUSED, "Meta refused the change to the template."),
                    // coexistence, embedded signup
                    row(2593107, REFUSED, "This synchronisation was asked for before."),
                    row(2593108, REFUSED, "It is too late to ask for this synchronisation."),
                    row(2593109, REFUSED, "The business did not share its history."),
                    // Graph in general
                    row(803, CHANNEL, "Meta knows no such object: check the ids."));

    private static final Map<Integer, Row> SINGLE =
            ROWS.stream()
                    .filter(row -> row.from() == row.to())
                    .collect(Collectors.toUnmodifiableMap(Row::from, Function.identity()));

    private static final List<Row> RANGES =
            ROWS.stream().filter(row -> row.from() != row.to()).toList();

    private ErrorCodes() {}

    /// What to do about a refused send.
    ///
    /// @param status the HTTP status of the answer; 0 for an error that came by notification
    static Treatment treatment(int status, int code, int subcode, boolean isTransient) {
        if (code == 100 && subcode == 33) {
            return CHANNEL; // the object in the path does not exist, or this token does not see it
        }
        return find(code).map(Row::treatment).orElseGet(() -> unlisted(status, isTransient));
    }

    private static Treatment unlisted(int status, boolean isTransient) {
        if (status == 429) {
            return slow(Duration.ofSeconds(30));
        }
        if (status >= 500 || isTransient) {
            return retry(A_LITTLE);
        }
        return status == 401 || status == 403 ? CHANNEL : REFUSED;
    }

    /// Whether an admin has to hear of it.
    static boolean alarms(int code) {
        return find(code).filter(row -> row.treatment().alarm()).isPresent();
    }

    /// What it means, for a person.
    static String words(int code) {
        return find(code).map(Row::words).orElse("Meta refused it.");
    }

    /// Whether the table has a row of its own for the code.
    static boolean knows(int code) {
        return find(code).isPresent();
    }

    /// All that is known, in the order of Meta's page.
    static List<Row> rows() {
        return ROWS;
    }

    private static Optional<Row> find(int code) {
        return Optional.ofNullable(SINGLE.get(code))
                .or(() ->
                        RANGES.stream()
                                .filter(row -> row.from() <= code && code <= row.to())
                                .findFirst());
    }

    private static Row row(int code, Treatment treatment, String words) {
        return new Row(code, code, treatment, words);
    }

    private static Row rows(int from, int to, Treatment treatment, String words) {
        return new Row(from, to, treatment, words);
    }

    private static Treatment refused(boolean alarm, Optional<Mending> mending) {
        return new Treatment(
                Optional.empty(), Optional.empty(), OptionalInt.empty(), alarm, mending);
    }

    private static Treatment retry(int tries) {
        return new Treatment(
                Optional.of(Trouble.OUTAGE),
                Optional.empty(),
                OptionalInt.of(tries),
                false,
                Optional.empty());
    }

    private static Treatment slow(Duration after) {
        return wait(Trouble.NUMBER_LIMIT, after, false);
    }

    private static Treatment wait(Trouble trouble, Duration after, boolean alarm) {
        return new Treatment(
                Optional.of(trouble),
                after.isZero() ? Optional.empty() : Optional.of(after),
                OptionalInt.empty(),
                alarm,
                Optional.empty());
    }
}
