package dev.bellhop.channel;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.people.Tokens;
import dev.bellhop.vault.Secret;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What somebody enters for a channel, read into what can be stored or refused with all that is
/// wrong, in words.
final class ChannelForm {
    private static final Set<String> SECRETS = Set.of("access_token", "app_secret");
    private static final Set<String> PLAIN =
            Set.of(
                    "name",
                    "phone_number_id",
                    "account_id",
                    "app_id",
                    "display_number",
                    "graph_version",
                    "verify_token");
    private static final Set<String> TEMPLATE = Set.of("name", "language");
    private static final int NAME_MAX = 120;

    /// New secrets for a rotation.
    record Secrets(Optional<Secret> accessToken, Optional<Secret> appSecret) {}

    /// A change of what is not secret, and of the verify token.
    record Change(UnaryOperator<ChannelDetails> details, Optional<Secret> verifyToken) {}

    private final JsonNode body;
    private final Map<String, String> problems = new LinkedHashMap<>();

    private ChannelForm(JsonNode body) {
        this.body = body;
        if (!body.isObject()) {
            throw Refusal.of(Code.BAD_REQUEST, "The body is not a JSON object.");
        }
    }

    /// Reads a new channel. Without a verify token one is made.
    ///
    /// @throws Refusal `invalid`
    static Channels.Draft draft(JsonNode body) {
        var form = new ChannelForm(body);
        form.knows(PLAIN, SECRETS);
        var draft =
                new Channels.Draft(
                        form.name(),
                        form.id("phone_number_id"),
                        form.id("account_id"),
                        form.id("app_id"),
                        form.has("display_number") ? form.displayNumber() : "",
                        form.version(),
                        form.accessToken(),
                        form.appSecret(),
                        Optional.of(form.verifyToken().orElseGet(() -> Secret.of(Tokens.make()))));
        form.refuseIfWrong();
        return draft;
    }

    /// Reads a change: members that are absent stay as they are.
    ///
    /// @throws Refusal `invalid`
    static Change change(JsonNode body) {
        var form = new ChannelForm(body);
        if (SECRETS.stream().anyMatch(body::has)) {
            throw Refusal.of(
                    Code.INVALID,
                    "access_token and app_secret are changed by /rotate, which tries them first.");
        }
        form.knows(PLAIN, Set.of("relay_template"));
        UnaryOperator<ChannelDetails> change = form.details();
        var verifyToken = form.verifyToken();
        form.refuseIfWrong();
        return new Change(change, verifyToken);
    }

    /// Reads new secrets, one or both.
    ///
    /// @throws Refusal `invalid`
    static Secrets secrets(JsonNode body) {
        var form = new ChannelForm(body);
        form.knows(SECRETS, Set.of());
        var secrets = new Secrets(form.accessToken(), form.appSecret());
        if (body.isEmpty()) {
            form.problems.put("", "Give an access_token, an app_secret, or both.");
        }
        form.refuseIfWrong();
        return secrets;
    }

    /// All values are read now, so that what is wrong shows before anything is changed.
    private UnaryOperator<ChannelDetails> details() {
        var name = has("name") ? Optional.of(name()) : Optional.<String>empty();
        var number = maybeId("phone_number_id");
        var account = maybeId("account_id");
        var app = maybeId("app_id");
        var display =
                has("display_number") ? Optional.of(displayNumber()) : Optional.<String>empty();
        var version = version();
        var template = relayTemplate();
        return before ->
                new ChannelDetails(
                        name.orElse(before.name()),
                        number.orElse(before.phoneNumberId()),
                        account.orElse(before.accountId()),
                        app.orElse(before.appId()),
                        display.orElse(before.displayNumber()),
                        has("graph_version") ? version : before.graphVersion(),
                        has("relay_template") ? template : before.relayTemplate());
    }

    private void knows(Set<String> some, Set<String> more) {
        body.fieldNames()
                .forEachRemaining(member -> {
                    if (!some.contains(member) && !more.contains(member)) {
                        var all = new HashSet<>(some);
                        all.addAll(more);
                        problems.put(member, Bodies.unknown(member, "here", all));
                    }
                });
    }

    private boolean has(String member) {
        return body.has(member);
    }

    private String text(String member) {
        return Json.string(body, member).map(String::strip).orElse("");
    }

    private void require(String member, boolean holds, String problem) {
        if (!holds) {
            problems.put(member, problem);
        }
    }

    private String name() {
        var name = text("name");
        require(
                "name",
                !name.isEmpty()
                        && name.codePointCount(0, name.length()) <= NAME_MAX
                        && name.chars().noneMatch(Character::isISOControl),
                "name has 1 to 120 characters.");
        return name;
    }

    private Optional<String> maybeId(String member) {
        return has(member) ? Optional.of(id(member)) : Optional.empty();
    }

    private String id(String member) {
        var id = text(member);
        require(
                member,
                id.matches("[0-9]{1,32}"),
                switch (member) {
                    case "phone_number_id" ->
                            "phone_number_id is Meta's id of the number, digits only; it is not the"
                                    + " number itself.";
                    case "account_id" ->
                            "account_id is the id of the WhatsApp Business account, digits only.";
                    default -> "app_id is the id of the app at Meta, digits only.";
                });
        return id;
    }

    private String displayNumber() {
        var digits = text("display_number").replaceAll("[+ ().-]", "");
        require(
                "display_number",
                digits.isEmpty() || digits.matches("[0-9]{6,15}"),
                "display_number is a phone number with its country code, such as +1 555 000 1234.");
        return digits;
    }

    private Optional<String> version() {
        if (!body.hasNonNull("graph_version")) {
            return Optional.empty();
        }
        var version = text("graph_version");
        require(
                "graph_version",
                version.matches("v[0-9]{2,3}\\.[0-9]"),
                "graph_version is written like v26.0; null takes the gateway's own.");
        return Optional.of(version);
    }

    private Optional<TemplateName> relayTemplate() {
        var node = body.path("relay_template");
        if (node.isNull() || node.isMissingNode()) {
            return Optional.empty();
        }
        Bodies.refuseOthers(node, "in relay_template", TEMPLATE);
        var name = Json.string(node, "name").orElse("");
        var language = Json.string(node, "language").orElse("");
        require(
                "relay_template",
                name.matches("[a-z0-9_]{1,512}") && language.matches("[A-Za-z_]{2,16}"),
                "relay_template is {\"name\":…,\"language\":…}, or null for none.");
        return Optional.of(new TemplateName(name, language));
    }

    private Optional<Secret> accessToken() {
        return secret(
                "access_token",
                20,
                1_900,
                "access_token is Meta's token as it was shown, without blanks.");
    }

    private Optional<Secret> appSecret() {
        return secret(
                "app_secret",
                16,
                256,
                "app_secret is the app's secret as it stands in Meta's App dashboard › App settings"
                        + " › Basic.");
    }

    private Optional<Secret> verifyToken() {
        return secret(
                "verify_token", 16, 200, "verify_token has 16 to 200 characters without blanks.");
    }

    private Optional<Secret> secret(String member, int min, int max, String problem) {
        if (!has(member)) {
            return Optional.empty();
        }
        var text = text(member);
        require(
                member,
                text.length() >= min
                        && text.length() <= max
                        && text.chars().allMatch(c -> c > ' ' && c < 0x7f),
                problem);
        return Optional.of(Secret.of(text));
    }

    private void refuseIfWrong() {
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
    }
}
