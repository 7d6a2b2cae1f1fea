package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The secrets of a business number that are rotated.
final class NewSecrets {
    @Option(
            names = "--access-token-file",
            paramLabel = "FILE",
            description = "A file with Meta's access token, - for standard input.")
    private Optional<String> accessToken = Optional.empty();

    @Option(
            names = "--app-secret-file",
            paramLabel = "FILE",
            description = "A file with the app's secret.")
    private Optional<String> appSecret = Optional.empty();

    String accessToken(Surroundings here) {
        return Secrets.readOrAsk(here, accessToken, "--access-token-file", "The access token");
    }

    String appSecret(Surroundings here) {
        return Secrets.readOrAsk(here, appSecret, "--app-secret-file", "The app secret");
    }

    /// One or both; asks for a token when there is none.
    Map<String, @Nullable Object> given(Surroundings here) {
        var given = new LinkedHashMap<String, @Nullable Object>();
        if (accessToken.isPresent() || appSecret.isEmpty()) {
            given.put("access_token", accessToken(here));
        }
        if (appSecret.isPresent()) {
            given.put("app_secret", appSecret(here));
        }
        return given;
    }
}
