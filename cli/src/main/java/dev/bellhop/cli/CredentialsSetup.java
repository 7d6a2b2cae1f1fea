package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The guided walk from an empty installation to a business number that works. Each station looks
/// first at whether it was passed already, so that whoever comes again goes on where they left.
final class CredentialsSetup {
    private static final String CHANNELS = "/api/v1/channels";
    private static final String CALLBACK = "callback";
    private static final String PHONES = "/api/v1/inbox-phones";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,32}");
    private static final Pattern PHONE = Pattern.compile("\\+[0-9 ()/-]{6,30}");
    private static final Pattern ANYTHING = Pattern.compile("(?s).*\\S.*");

    private final Surroundings here;
    private final Gateway gateway;
    private final Prompt prompt;
    private final SetupNotes notes;

    /// @throws Failure when nobody is at the terminal
    CredentialsSetup(Surroundings here, Gateway gateway) {
        this.here = here;
        this.gateway = gateway;
        this.prompt =
                here.prompt()
                        .get()
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.USAGE,
                                        "Nobody is here to be guided.",
                                        "Standard input or output is no terminal.",
                                        "Scripts use bellhop credentials add."));
        this.notes = new SetupNotes(here, gateway.address());
    }

    void walk() {
        reachable();
        long number = number();
        connected(number);
        tested(number);
        phone(number);
        notes.forget();
        told();
    }

    // --- 1: the gateway -------------------------------------------------------------------------

    private void reachable() {
        var status = gateway.get("/api/v1/status");
        var url = status.text("public_url").orElse("");
        title("1 of 5  The gateway");
        say("It runs, and is reached at " + url + ".");
        if (!url.startsWith("https://") && !status.flag("sandbox").orElse(false)) {
            say(
                    "Meta sends to https addresses alone. Set server.public-url in"
                            + " /etc/bellhop/bellhop.yaml to the address of your reverse proxy,"
                            + " restart, and come again; or go on and do it later.");
            if (!agrees("Go on all the same?")) {
                throw left("The gateway has no https address yet.");
            }
        }
    }

    // --- 2: the number --------------------------------------------------------------------------

    private long number() {
        title("2 of 5  The number");
        var begun = notes.get("channel").map(Long::parseLong).filter(this::isThere);
        if (begun.isPresent()) {
            say("Going on with number " + begun.get() + ".");
            if (notes.get(CALLBACK).isEmpty()) {
                var path = CHANNELS + "/" + begun.get();
                var token = gateway.post(path + "/verify-token", Document.EMPTY);
                callback(
                        gateway.get(path).text("webhook_url").orElse(""),
                        token.text("once").orElse(""));
            }
            return begun.get();
        }
        var known = Limit.read(gateway, new Query(CHANNELS), Integer.MAX_VALUE);
        for (var channel : known) {
            var name = channel.text("name").orElse("");
            var id = channel.number("id").orElse(0);
            if (agrees("There is “" + name + "” (" + id + ") already. Go on with that one?")) {
                notes.put("channel", Long.toString(id));
                notes.put(CALLBACK, "done");
                return id;
            }
        }
        say(
                "Open your app at https://developers.facebook.com/apps and have its pages beside"
                        + " you. Answers are kept as you go, secrets are not shown.");
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put(
                "name", answer("name", "What shall it be called here", "such as Shop", ANYTHING));
        wanted.put(
                "phone_number_id",
                answer("number", "Phone number ID", "WhatsApp › API Setup › From", DIGITS));
        wanted.put(
                "account_id",
                answer(
                        "account",
                        "WhatsApp Business Account ID",
                        "WhatsApp › API Setup, below the number",
                        DIGITS));
        wanted.put("app_id", answer("app", "App ID", "App settings › Basic, at the top", DIGITS));
        wanted.put("app_secret", secret("App secret", "App settings › Basic › App secret › Show"));
        wanted.put(
                "access_token",
                secret(
                        "Access token",
                        "https://business.facebook.com/settings › System users › Generate token,"
                                + " with whatsapp_business_messaging and"
                                + " whatsapp_business_management, and no end"));
        var made = gateway.post(CHANNELS, new Document(wanted));
        long id = made.number("id").orElse(0);
        notes.put("channel", Long.toString(id));
        say("It is entered here as number " + id + ". Its secrets are sealed.");
        callback(made.text("webhook_url").orElse(""), made.text("verify_token", "once").orElse(""));
        return id;
    }

    private void callback(String url, String token) {
        say(
                "In the app's pages, WhatsApp › Configuration › Webhook, enter these two; the token"
                        + " is shown this once:");
        here.out().println("    Callback URL  " + url);
        here.out().println("    Verify token  " + token);
        say("There, subscribe to the field “messages” too.");
        pause();
        notes.put(CALLBACK, "done");
    }

    private boolean isThere(long id) {
        return Limit.read(gateway, new Query(CHANNELS), Integer.MAX_VALUE).stream()
                .anyMatch(channel -> channel.number("id").equals(OptionalLong.of(id)));
    }

    // --- 3: the webhook -------------------------------------------------------------------------

    private void connected(long id) {
        title("3 of 5  The webhook");
        say("Meta is asked to send this number's messages here; it calls back within this moment.");
        repeatedly(() -> {
            var answer = gateway.patient().post(CHANNELS + "/" + id + "/subscribe", Document.EMPTY);
            say("Subscribed: " + answer.text("webhook_url").orElse("") + ".");
            return true;
        });
    }

    // --- 4: the test ----------------------------------------------------------------------------

    private void tested(long id) {
        title("4 of 5  The test");
        repeatedly(() -> {
            var path = CHANNELS + "/" + id + "/test";
            var report = new LiveSteps(here).watch(gateway.patient(), path);
            return report.flag("ok").orElse(false);
        });
        say("All of it works.");
    }

    // --- 5: a phone -----------------------------------------------------------------------------

    private void phone(long id) {
        title("5 of 5  A phone that answers");
        var phones =
                Limit.read(gateway, new Query(PHONES), Integer.MAX_VALUE).stream()
                        .filter(it -> it.number("channel").equals(OptionalLong.of(id)))
                        .toList();
        if (!phones.isEmpty()) {
            say(phones.size() + " there already.");
            return;
        }
        say(
                "What visitors write goes to WhatsApp on a phone, which answers them. It must not"
                        + " be the business number's own.");
        if (!agrees("Enter one now?")) {
            return;
        }
        repeatedly(() -> {
            var body =
                    Map.<String, @Nullable Object>of(
                            "channel", id,
                            "name", ask("Whose phone is it", "a name", ANYTHING),
                            "number", ask("Its number", "such as +1 415 555 2671", PHONE));
            var _ = gateway.post(PHONES, new Document(body));
            return true;
        });
        say(
                "Write “hello” from that phone to the business number once: that opens the 24 hours"
                        + " in which WhatsApp takes free words.");
    }

    private void told() {
        title("Done");
        var sites = Limit.read(gateway, new Query("/api/v1/sites"), 1);
        var url = gateway.get("/api/v1/status").text("public_url").orElse("");
        sites.stream()
                .findFirst()
                .flatMap(site -> site.text("key"))
                .ifPresentOrElse(
                        key -> {
                            say("Put this into the pages of your website:");
                            here.out()
                                    .println(
                                            "    <script async src=\"%s/widget.js\" data-site=\"%s\"></script>"
                                                    .formatted(url, key));
                        },
                        () ->
                                say(
                                        "Next: a website, in the panel under Chat Settings,"
                                                + " Appearance."));
        say("Look at everything now and then: bellhop doctor");
        here.out().flush();
    }

    // --- talking --------------------------------------------------------------------------------

    private interface Station {
        boolean pass();
    }

    /// Until it works, or somebody has enough.
    private void repeatedly(Station station) {
        while (true) {
            var trouble = Optional.<Failure>empty();
            try {
                if (station.pass()) {
                    return;
                }
            } catch (Failure e) {
                trouble = Optional.of(e);
                say(e.what() + " " + e.why() + " " + e.remedy());
            }
            if (!agrees("Try again?")) {
                throw trouble.orElseGet(() -> left("It does not work yet."));
            }
        }
    }

    private static Failure left(String why) {
        return new Failure(
                Exit.CHECK_FAILED,
                "The number is not ready.",
                why,
                "Come again with bellhop credentials setup; it goes on from here.");
    }

    /// An answer that is kept; what was answered before is taken when nothing is typed.
    private String answer(String name, String question, String where, Pattern form) {
        var before = notes.get(name);
        if (before.isPresent() && agrees(question + ": still " + before.get() + "?")) {
            return before.get();
        }
        var given = ask(question, where, form);
        notes.put(name, given);
        return given;
    }

    private String ask(String question, String where, Pattern form) {
        while (true) {
            var given = typed(prompt.line(question + " (" + where + "): "));
            if (form.matcher(given).matches()) {
                return given;
            }
            say(
                    form == DIGITS
                            ? "That is an id of digits alone."
                            : form == PHONE
                                    ? "A number begins with + and its country."
                                    : "A word.");
        }
    }

    private String secret(String question, String where) {
        while (true) {
            var given = typed(prompt.secret(question + " (" + where + "): "));
            if (!given.isEmpty()) {
                return given;
            }
        }
    }

    private boolean agrees(String question) {
        var given = typed(prompt.line(question + " [Y/n] "));
        return given.isEmpty()
                || List.of("y", "yes").contains(given.toLowerCase(java.util.Locale.ROOT));
    }

    private void pause() {
        var _ = typed(prompt.line("Enter, when that is done: "));
    }

    private static String typed(Optional<String> line) {
        return line.orElseThrow(() -> left("The input ended.")).strip();
    }

    private void title(String words) {
        here.out().println();
        here.out().println(here.colours().string("@|bold " + words + "|@"));
        here.out().flush();
    }

    private void say(String words) {
        here.out().println(words);
        here.out().flush();
    }
}
