package dev.bellhop.channel;

import dev.bellhop.whatsapp.Failure;
import dev.bellhop.whatsapp.NumberFacts;

import java.util.Map;

/// What to think of a business number's state at Meta.
final class NumberFindings {
    private static final String MANAGER =
            "See Meta's WhatsApp Manager › Account tools › Phone numbers, and the messages that"
                    + " Meta shows there.";
    private static final Map<String, String> REMEDIES =
            Map.of(
                    "PENDING",
                    "Finish the number's registration in WhatsApp Manager › Account tools › Phone"
                            + " numbers.",
                    "UNVERIFIED",
                    "Verify the number in WhatsApp Manager › Account tools › Phone numbers.",
                    "DISCONNECTED",
                    "Register the number with the Cloud API again, in WhatsApp Manager › Account"
                            + " tools › Phone numbers.",
                    "RATE_LIMITED",
                    "Send less for a day; the number sent more than Meta allows it.",
                    "BANNED",
                    "Ask Meta for a review in WhatsApp Manager › Overview › Account status.",
                    "RESTRICTED",
                    "Ask Meta for a review in WhatsApp Manager › Overview › Account status.");

    private NumberFindings() {}

    /// Whether it can send at all.
    static Finding state(NumberFacts number) {
        var name =
                "+"
                        + number.displayNumber()
                        + (number.verifiedName().isEmpty()
                                ? ""
                                : " “" + number.verifiedName() + "”");
        var what = name + " is " + number.status() + ".";
        if (!number.status().isEmpty() && !number.status().equals("CONNECTED")) {
            return Finding.failed(what, REMEDIES.getOrDefault(number.status(), MANAGER));
        }
        var obstacles = String.join("; ", number.obstacles());
        var why = obstacles.isEmpty() ? "" : " " + obstacles;
        return switch (number.canSend()) {
            case "BLOCKED" -> Finding.failed(what + " Meta lets it send nothing." + why, MANAGER);
            case "LIMITED" ->
                    Finding.warning(what + " Meta lets it send only in part." + why, MANAGER);
            default -> Finding.ok(number.status().isEmpty() ? name + " was read." : what);
        };
    }

    /// What people think of its messages, as Meta rates it.
    static Finding quality(NumberFacts number) {
        return switch (number.quality()) {
            case "RED" ->
                    Finding.failed(
                            "Its quality is low (RED): many people block or report it, and Meta may"
                                    + " limit it.",
                            "Send fewer templates, to people who expect them; see WhatsApp Manager"
                                    + " › Account tools › Phone numbers › Insights.");
            case "YELLOW" ->
                    Finding.warning(
                            "Its quality is medium (YELLOW): some people block or report it.",
                            "Look at which templates went out in the last seven days, in WhatsApp"
                                    + " Manager › Account tools › Message templates.");
            case "GREEN" -> Finding.ok("Its quality is high (GREEN)." + limits(number));
            default -> Finding.ok("Its quality is not rated yet." + limits(number));
        };
    }

    private static String limits(NumberFacts number) {
        return " Meta takes %,d messages a second from it%s."
                        .formatted(
                                number.perSecond(),
                                number.coexists()
                                        ? ", because the WhatsApp Business app uses it, too"
                                        : "")
                + (number.messagingLimit().isEmpty()
                        ? ""
                        : " Messaging limit: " + number.messagingLimit() + ".");
    }

    /// Meta did not show it.
    static Finding refused(String phoneNumberId, Failure failure) {
        return Finding.failed(
                "Meta does not show number " + phoneNumberId + ": " + failure.line(),
                "Compare the phone_number_id with WhatsApp Manager › Account tools › Phone numbers"
                        + " (it is not the number itself). If it is right: "
                        + TokenFindings.ASSIGN);
    }
}
