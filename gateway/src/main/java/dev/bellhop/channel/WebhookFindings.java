package dev.bellhop.channel;

import dev.bellhop.whatsapp.NumberFacts.Callbacks;
import dev.bellhop.whatsapp.Subscriptions;

import java.util.Optional;
import java.util.Set;

/// What to think of where notifications go and whether they arrive.
final class WebhookFindings {
    private static final String SUBSCRIBE = "Subscribe the webhook here.";
    private static final String PROXY =
            "Look at the reverse proxy: it has to pass /webhooks/ on unchanged, body and headers."
                    + " docs/operating.md has examples.";

    private WebhookFindings() {}

    /// Where notifications of the account and number go.
    ///
    /// @param ours our addresses for the numbers of this account
    static Finding subscription(
            Subscriptions subscriptions, Callbacks callbacks, String appId, Set<String> ours) {
        var app = subscriptions.find(appId);
        if (app.isEmpty()) {
            return Finding.failed(
                    "The account is not subscribed to app " + appId + ": nothing arrives.",
                    SUBSCRIBE);
        }
        var nearer = callbacks.number().or(callbacks::account).or(app.get()::override);
        var inForce = nearer.or(callbacks::application);
        if (inForce.isEmpty()) {
            return Finding.failed("No address for notifications is set at Meta.", SUBSCRIBE);
        }
        if (!isOurs(inForce, ours)) {
            boolean isOfNumber = callbacks.number().isPresent();
            return Finding.failed(
                    "Messages go to " + inForce.get() + ", not here.",
                    isOfNumber
                            ? "That address is set for the number itself and wins over the"
                                    + " account's: have whoever set it remove it, then subscribe"
                                    + " here."
                            : SUBSCRIBE);
        }
        if (!isOurs(callbacks.application(), ours)) {
            return Finding.warning(
                    "Messages come here. News of templates and of the account go to the app's own"
                            + " address, "
                            + callbacks.application().orElse("which is not set")
                            + ".",
                    "In Meta's App dashboard › WhatsApp › Configuration enter this number's"
                            + " callback URL and verify token, and subscribe to the fields.");
        }
        return Finding.ok("Messages, and news of templates and the account, come here.");
    }

    private static boolean isOurs(Optional<String> address, Set<String> ours) {
        return address.map(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
                .filter(ours::contains)
                .isPresent();
    }

    /// Whether our own address answers Meta's question for the verify token.
    static Finding handshake(OwnDoor.Answer answer, String challenge) {
        if (answer.status() == 200 && answer.body().equals(challenge)) {
            return Finding.ok("The public address answers the handshake.");
        }
        return answer.status() == 200
                ? Finding.failed("The public address answers, but not as this gateway.", PROXY)
                : unexpected("The handshake", answer);
    }

    /// Whether a signature is found right and wrong through our own address.
    static Finding signature(OwnDoor.Answer wrong, OwnDoor.Answer right) {
        if (wrong.status() != 401) {
            return unexpected("A notification with a wrong signature", wrong);
        }
        return right.status() == 200
                ? Finding.ok(
                        "Through the public address a rightly signed notification is taken, a"
                                + " wrongly signed one refused.")
                : right.status() == 401
                        ? Finding.failed(
                                "A rightly signed notification was refused: something on the way"
                                        + " changes the body or the signature.",
                                PROXY)
                        : unexpected("A rightly signed notification", right);
    }

    private static Finding unexpected(String what, OwnDoor.Answer answer) {
        return answer.status() == 0
                ? Finding.failed(
                        "The public address could not be reached from here: " + answer.body() + ".",
                        "Check server.public-url, its name, certificate and proxy. If only this"
                                + " machine cannot reach its own public address, Meta still may.")
                : Finding.failed(
                        what + " was answered with " + answer.status() + ".",
                        answer.status() == 429
                                ? "Too many wrong signatures came of late; try again in a minute."
                                : PROXY);
    }
}
