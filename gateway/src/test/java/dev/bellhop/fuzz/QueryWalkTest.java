package dev.bellhop.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Routes;

import io.helidon.http.Method;

import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/// Every address that can be read, with what it does not expect in its path, behind its question
/// mark, and in the headers that browsers and proxies send. What is sent where follows from a seed.
final class QueryWalkTest {
    private static final int SEED = 20_261_128;
    private static final int ROUNDS = 8;
    private static final Pattern PART = Pattern.compile("\\{[^}]+}|\\*");

    /// Streams have no end.
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "/admin/live",
                    "/widget/v1/socket",
                    "/widget/v1/stream",
                    "/sandbox/control/events");

    private static final List<String> NAMES =
            List.of(
                    "q",
                    "after",
                    "before",
                    "cursor",
                    "limit",
                    "page",
                    "from",
                    "to",
                    "since",
                    "until",
                    "zone",
                    "compare",
                    "format",
                    "view",
                    "status",
                    "state",
                    "verdict",
                    "channel",
                    "site",
                    "label",
                    "team",
                    "agent",
                    "actor",
                    "action",
                    "object",
                    "name",
                    "code",
                    "with",
                    "saved",
                    "deleted",
                    "revoked",
                    "disabled",
                    "gave-back",
                    "next",
                    "folder",
                    "whose",
                    "lang",
                    "width",
                    "exp",
                    "sig",
                    "hub.mode",
                    "hub.verify_token",
                    "hub.challenge",
                    "version",
                    "show",
                    "put",
                    "days");

    private static final List<String> HEADERS =
            List.of(
                    "Accept",
                    "Accept-Language",
                    "Accept-Encoding",
                    "User-Agent",
                    "Origin",
                    "Referer",
                    "X-Forwarded-For",
                    "X-Forwarded-Proto",
                    "Forwarded",
                    "If-None-Match",
                    "If-Modified-Since",
                    "Range",
                    "Last-Event-ID",
                    "HX-Request",
                    "HX-Target",
                    "Sec-Fetch-Site",
                    "Traceparent");

    private final Random chance = new Random(SEED);

    @Test
    void whateverIsAskedIsAnsweredInWords() {
        try (var doors = new Doors()) {
            int asked = 0;
            for (Routes.Route route : doors.house().gateway().routes()) {
                if (route.method().equals(Method.GET) && !LEFT_OUT.contains(route.path())) {
                    for (int round = 0; round < ROUNDS; round++) {
                        ask(doors, route.path());
                        asked++;
                    }
                }
            }
            assertThat(asked).isGreaterThan(700);
            doors.checkAll();
        }
    }

    private void ask(Doors doors, String route) {
        var path =
                PART.matcher(route)
                        .replaceAll(part ->
                                chance.nextInt(3) == 0
                                        ? "1"
                                        : part.group().equals("{code}") && chance.nextBoolean()
                                                ? doors.code()
                                                : encoded(text()));
        var query = new StringBuilder();
        for (int i = chance.nextInt(4); i > 0; i--) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(any(NAMES))
                    .append('=')
                    .append(encoded(text()));
        }
        var headers = new ArrayList<String>();
        if (chance.nextBoolean()) {
            headers.add(any(HEADERS));
            headers.add(plain(text()));
        }
        boolean program = route.startsWith("/api/") || chance.nextInt(4) == 0;
        headers.add(program ? "Authorization" : "Cookie");
        headers.add(
                chance.nextInt(20) == 0
                        ? (program ? "Bearer " : "bellhop=") + plain(text())
                        : program ? "Bearer " + doors.house().apiToken() : doors.owner().cookies());
        var answer = doors.house().http().get(path + query, headers.toArray(String[]::new));
        doors.check("GET " + path + query + " " + headers.subList(0, headers.size() - 1), answer);
    }

    private String text() {
        return any(Nasty.TEXTS);
    }

    private String any(List<String> some) {
        return some.get(chance.nextInt(some.size()));
    }

    /// A path with nothing in it is another path.
    private static String encoded(String text) {
        var cut = text.length() > 500 ? text.substring(0, 500) : text;
        return URLEncoder.encode(cut.isEmpty() ? " " : cut, StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    /// What a header can hold at all.
    private static String plain(String text) {
        var plain = text.replaceAll("[^ -~]", "").strip();
        return plain.substring(0, Math.min(500, plain.length()));
    }
}
