package dev.bellhop.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;

import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.people.Agents;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/// What somebody enters for an inbox phone, read into what can be kept or refused in words. Each
/// refusal begins with the member that it is about, or says that there is none of it.
record PhoneForm(Channels channels, Sites sites, Agents agents) {
    static final Set<String> MEMBERS =
            Set.of("channel", "number", "user_id", "name", "site", "agent");

    private static final int NAME_MAX = 120;

    /// A country, and at most 128 letters or digits; of grouped businesses with `ENT` between.
    private static final Pattern USER_ID =
            Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");

    /// Which number a new phone answers for.
    ///
    /// @throws Refusal `invalid`
    long channel(JsonNode body) {
        long channel =
                id(body, "channel")
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "channel is missing."));
        if (channels.find(channel).isEmpty()) {
            throw Refusal.of(Code.INVALID, "There is no channel " + channel + ".");
        }
        return channel;
    }

    /// A new phone.
    ///
    /// @throws Refusal `invalid`
    InboxPhones.Draft draft(JsonNode body) {
        var number = number(body);
        var userId = userId(body);
        if (number.isEmpty() && userId.isEmpty()) {
            throw Refusal.of(Code.INVALID, "number is missing.");
        }
        return new InboxPhones.Draft(
                number,
                userId,
                name(body, number),
                site(body, OptionalLong.empty()),
                agent(body, OptionalLong.empty()));
    }

    /// A changed one: what is left out stays as it is; null takes it away.
    ///
    /// @throws Refusal `invalid`
    InboxPhones.Draft draft(JsonNode body, InboxPhone otherwise) {
        var number = body.has("number") ? number(body) : otherwise.names().waId();
        var draft =
                new InboxPhones.Draft(
                        number,
                        userId(body, otherwise),
                        body.has("name") ? name(body, number) : otherwise.name(),
                        site(body, otherwise.siteId()),
                        agent(body, otherwise.agentId()));
        if (draft.waId().isEmpty() && draft.userId().isEmpty()) {
            throw Refusal.of(Code.INVALID, "A phone has a number, a user id, or both.");
        }
        return draft;
    }

    /// A phone stays with its channel.
    ///
    /// @throws Refusal `invalid` when the body names another
    static void stays(JsonNode body, InboxPhone phone) {
        if (id(body, "channel").orElse(phone.channelId()) != phone.channelId()) {
            throw Refusal.of(Code.INVALID, "A phone stays with its channel; add it to the other.");
        }
    }

    /// Another number is somebody else's to WhatsApp: the user id that was learnt is not theirs.
    private static Optional<String> userId(JsonNode body, InboxPhone phone) {
        if (body.has("user_id")) {
            return userId(body);
        }
        boolean isSameNumber = !body.has("number") || number(body).equals(phone.names().waId());
        return isSameNumber ? phone.names().userId() : Optional.empty();
    }

    private static Optional<String> userId(JsonNode body) {
        var userId = Bodies.text(body, "user_id").map(String::strip);
        if (userId.filter(id -> !USER_ID.matcher(id).matches()).isPresent()) {
            throw Refusal.of(
                    Code.INVALID,
                    "user_id is the person's id as WhatsApp tells it, such as"
                            + " US.90000000000000000001.");
        }
        return userId;
    }

    private static Optional<String> number(JsonNode body) {
        return Bodies.text(body, "number").map(PhoneForm::waId);
    }

    private OptionalLong site(JsonNode body, OptionalLong now) {
        return reference(body, "site", now, id -> sites.find(id).isPresent());
    }

    private OptionalLong agent(JsonNode body, OptionalLong now) {
        return reference(body, "agent", now, id -> agents.find(id).isPresent());
    }

    private static OptionalLong reference(
            JsonNode body, String member, OptionalLong now, LongPredicate exists) {
        if (!body.has(member)) {
            return now;
        }
        var id = id(body, member);
        if (id.isPresent() && !exists.test(id.getAsLong())) {
            throw Refusal.of(Code.INVALID, "There is no " + member + " " + id.getAsLong() + ".");
        }
        return id;
    }

    private static OptionalLong id(JsonNode body, String member) {
        var value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.canConvertToExactIntegral()) {
            throw Refusal.of(Code.INVALID, member + " is a number.");
        }
        return OptionalLong.of(value.longValue());
    }

    /// Its name; of one that is left empty, its number.
    private static String name(JsonNode body, Optional<String> number) {
        return Bodies.text(body, "name")
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> name.substring(0, Math.min(NAME_MAX, name.length())))
                .or(() -> number.map(digits -> "+" + digits))
                .orElse("Phone without a number");
    }

    /// Numbers as people write them, with the country in front.
    private static String waId(String number) {
        var numbers = PhoneNumberUtil.getInstance();
        try {
            var parsed = numbers.parse(number, null);
            if (numbers.isPossibleNumber(parsed)) {
                return numbers.format(parsed, PhoneNumberFormat.E164).substring(1);
            }
        } catch (NumberParseException unreadable) {
            throw invalidNumber();
        }
        throw invalidNumber();
    }

    private static Refusal invalidNumber() {
        return Refusal.of(
                Code.INVALID,
                "number is a phone number with its country, such as +1 415 555 2671.");
    }
}
