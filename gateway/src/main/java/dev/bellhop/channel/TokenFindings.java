package dev.bellhop.channel;

import dev.bellhop.whatsapp.Failure;
import dev.bellhop.whatsapp.TokenFacts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What to think of an access token.
final class TokenFindings {
    /// Early enough for somebody who is on holiday.
    private static final Duration SOON = Duration.ofDays(14);

    private static final List<String> SCOPES =
            List.of("whatsapp_business_messaging", "whatsapp_business_management");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    static final String NEW_TOKEN =
            "Make a new token at Meta: Business settings › Users › System users › your system user"
                    + " › Generate token; choose this app, the longest life offered, and the"
                    + " permissions whatsapp_business_messaging and whatsapp_business_management."
                    + " Then rotate it in here.";
    static final String ASSIGN =
            "At Meta: Business settings › Users › System users › your system user › Assign assets"
                    + " › WhatsApp accounts: choose the account with full control. Then make a new"
                    + " token and rotate it in here.";

    private TokenFindings() {}

    /// Whether Meta takes it and it may do what a gateway does.
    static Finding rights(TokenFacts token, String appId, String accountId) {
        if (!token.valid()) {
            return Finding.failed(
                    "Meta does not take the access token"
                            + token.problem().map(words -> ": " + words).orElse("")
                            + ".",
                    NEW_TOKEN);
        }
        if (!token.appId().isEmpty() && !token.appId().equals(appId)) {
            return Finding.failed(
                    "The token belongs to app "
                            + token.appId()
                            + ", the channel names "
                            + appId
                            + ".",
                    "Enter the id and the secret of the token's own app (App dashboard › App"
                            + " settings › Basic), or make a token for this app.");
        }
        var missing = SCOPES.stream().filter(scope -> !token.scopes().contains(scope)).toList();
        if (!missing.isEmpty()) {
            return Finding.failed(
                    "The token lacks the permission " + String.join(" and ", missing) + ".",
                    NEW_TOKEN);
        }
        if (!SCOPES.stream().allMatch(scope -> token.reaches(scope, accountId))) {
            return Finding.failed("The token does not reach account " + accountId + ".", ASSIGN);
        }
        return token.type().equals("USER")
                ? Finding.warning(
                        "The token is a person's own: it ends within hours or when they sign out.",
                        NEW_TOKEN)
                : Finding.ok("Meta takes the token, with both permissions, for this account.");
    }

    /// How long it lasts.
    static Finding expiry(Optional<Instant> expiresAt, Instant now) {
        if (expiresAt.isEmpty()) {
            return Finding.ok("It does not expire.");
        }
        var day = DAY.format(expiresAt.get());
        if (!expiresAt.get().isAfter(now)) {
            return Finding.failed("It expired on " + day + ".", NEW_TOKEN);
        }
        return expiresAt.get().isBefore(now.plus(SOON))
                ? Finding.warning("It expires on " + day + ".", NEW_TOKEN)
                : Finding.ok("It expires on " + day + ".");
    }

    /// Meta refused to look at it.
    static Finding refused(Failure failure) {
        return Finding.failed("Meta did not take the token: " + failure.line(), NEW_TOKEN);
    }

    /// Meta knows no app of this id with this secret.
    static Finding appRefused(String appId, Failure failure) {
        return Finding.failed(
                "Meta does not take the app secret for app " + appId + ": " + failure.line(),
                "Compare both with Meta's App dashboard › App settings › Basic: change the app id"
                        + " here, or rotate the app secret in.");
    }
}
