package dev.bellhop.bench;

import dev.bellhop.story.Child;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// People of the business on a gateway: its own token, and agents' cookies.
final class SignedIn {
    private static final String FORM = "application/x-www-form-urlencoded";

    private SignedIn() {}

    /// The token that a gateway leaves for its command line.
    static String token(Child gateway) throws IOException {
        return Json.read(Files.readAllBytes(gateway.dataDir().resolve("cli.json")))
                .path("token")
                .asText();
    }

    /// Invites somebody new and signs in as them.
    ///
    /// @param role `agent`, `admin` or `owner`
    /// @return the cookie, as a request carries it
    static String invited(Child gateway, String role) throws IOException {
        var agent =
                Json.object()
                        .put("email", Long.toString(System.nanoTime(), 36) + "@juniper.example")
                        .put("name", "Whoever looks")
                        .put("role", role);
        var answer =
                gateway.http()
                        .post("/api/v1/agents", agent, "Authorization", "Bearer " + token(gateway));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        return by(gateway, URI.create(answer.json().path("link").asText()).getPath());
    }

    /// Signs in by a link for the first time.
    static String by(Child gateway, String link) {
        var password = URLEncoder.encode("a long enough password", StandardCharsets.UTF_8);
        var form = "password=" + password + "&again=" + password;
        var answer =
                gateway.http()
                        .post(link, form.getBytes(StandardCharsets.UTF_8), "Content-Type", FORM);
        return answer.header("Set-Cookie").split(";", 2)[0];
    }
}
