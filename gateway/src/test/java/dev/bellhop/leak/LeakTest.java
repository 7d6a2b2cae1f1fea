package dev.bellhop.leak;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.inbox.Browser;
import dev.bellhop.people.AuthenticatorApp;
import dev.bellhop.people.OpenId;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Program;
import dev.bellhop.vault.Secret;
import dev.bellhop.web.Json;
import dev.bellhop.web.Routes;

import io.helidon.http.Method;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every kind of secret that a gateway holds is used, rotated, mistaken and refused; then all that
/// the gateway has left behind is searched for each of them, in whatever way it may be written: the
/// whole database, its files, its log with nothing left out, and what every address that can be
/// read answers to an owner and to a program that may do everything.
final class LeakTest {
    private static final String PASSWORD = "an owl in the belfry 4711";
    private static final String CLIENT_SECRET = "a client's secret at the provider";
    private static final String SECOND_STEP = "/admin/settings/sign-ins/second-step";
    private static final Pattern KEY = Pattern.compile("id=\"key\">([A-Z2-7 ]+)<");
    private static final Pattern OFFER = Pattern.compile("name=\"offer\" value=\"([^\"]+)\"");
    private static final Pattern CODES =
            Pattern.compile("value=\"(([a-z2-7]{4}-[a-z2-7]{4} ?){10})\"");
    private static final Pattern LINK = Pattern.compile("/admin/welcome/([A-Za-z0-9_-]{43})");
    private static final int ANSWER_BYTES_MAX = 4 << 20;

    /// Files whose purpose it is to hold a secret, readable by the gateway's user alone.
    private static final Set<String> KEEPERS = Set.of("cli.json", "master.key");

    private final List<Canary> canaries = new ArrayList<>();

    private void holds(String name, String secret) {
        canaries.add(Canary.of(name, secret));
    }

    @Test
    void noSecretIsFoundInWhatIsLeftBehind() throws Exception {
        var setting =
                new OpenId.Setting(
                        URI.create("http://127.0.0.1:9/realm"),
                        "bellhop",
                        Optional.of(Secret.of(CLIENT_SECRET)),
                        "Example ID");
        holds("the secret at the provider", CLIENT_SECRET);
        try (var log = new LogOfAll();
                var house = House.open(Changes.openId(setting))) {
            holdsMasterKey(house);
            var owner = new Browser(house.url("/"), 0);
            signsIn(house, owner);
            people(house, owner);
            var codes = conversations(house);
            programs(house);
            channel(house);
            rotatesKeys(house);
            house.restart();
            holds("the command line's token after a restart", house.apiToken());
            holdsMasterKey(house);
            signsIn(house, owner);

            var database = database(house);
            assertThat(Canary.of("what was said", "Is the pendant dimmable?").isIn(database))
                    .isTrue();
            assertNone("the database", database);
            assertNone("the files", files(house.settings().dataDir()));
            for (var answer : readable(house, owner, codes).entrySet()) {
                assertNone(answer.getKey(), answer.getValue());
            }
            // A log of nothing would prove nothing.
            assertThat(log.text()).contains("the provider of single sign-on cannot be asked");
            assertNone("the log", log.text());
        }
    }

    private void assertNone(String where, String latin1) {
        assertThat(Canary.foundIn(latin1, canaries)).as("found in " + where).isEmpty();
    }

    private void holdsMasterKey(House house) throws IOException {
        var text = Files.readString(Changes.keyFile(house.settings())).strip();
        holds("the master key as it stands in its file", text);
        canaries.add(Canary.of("the master key", Base64.getDecoder().decode(text)));
    }

    private void signsIn(House house, Browser owner) {
        var link = house.gateway().signInLink().orElseThrow().getPath();
        holds("a used link", link.substring(link.lastIndexOf('/') + 1));
        var in = owner.post(link, Map.of("password", PASSWORD, "again", PASSWORD));
        assertThat(in.status()).isEqualTo(303);
        holdsCookies("a session's", in);
    }

    private void holdsCookies(String whose, Browser.Answer answer) {
        for (var set : answer.headers().allValues("Set-Cookie")) {
            var value = set.substring(set.indexOf('=') + 1, set.indexOf(';'));
            if (!value.isEmpty()) {
                holds(whose + " cookie", value);
            }
        }
    }

    /// Passwords, a second step, links, and all of it wrong once.
    private void people(House house, Browser owner) {
        holds("a password", PASSWORD);
        var email = house.program().sees("/agents").at("/items/0/email").asText();
        var wrong = "never anybody's password 0815";
        holds("a wrong password", wrong);
        var stranger = new Browser(house.url("/"), 0);
        var refused = stranger.post("/admin/sign-in", Map.of("email", email, "password", wrong));
        assertThat(refused.status()).isEqualTo(401);
        var guess = "A".repeat(21) + "guessed-link" + "B".repeat(10);
        holds("a guessed link", guess);
        assertThat(stranger.get("/admin/welcome/" + guess).status()).isEqualTo(410);

        var page = owner.get(SECOND_STEP);
        var key = found(KEY, page.text()).replace(" ", "");
        var on =
                owner.post(
                        SECOND_STEP,
                        Map.of(
                                "offer",
                                found(OFFER, page.text()),
                                "code",
                                AuthenticatorApp.code(key, Instant.now())));
        assertThat(on.status()).as(on.text()).isEqualTo(200);
        holds("a second step's key", key);
        Arrays.stream(found(CODES, on.text()).split(" ", -1))
                .forEach(code -> holds("a recovery code", code));

        var half = new Browser(house.url("/"), 0);
        var begun = half.post("/admin/sign-in", Map.of("email", email, "password", PASSWORD));
        assertThat(begun.status()).isEqualTo(303);
        holdsCookies("a sign-in's that has begun", begun);
        assertThat(half.post("/admin/sign-in/code", Map.of("code", "000000")).status())
                .isEqualTo(401);
        var recovery = found(CODES, on.text()).split(" ", -1)[0];
        var in = half.post("/admin/sign-in/code", Map.of("code", recovery, "trust", "1"));
        assertThat(in.status()).isEqualTo(303);
        holdsCookies("a second browser's", in);
        assertThat(stranger.get("/admin/sign-in/openid?next=/admin/inbox").status())
                .isBetween(300, 599);

        var invited =
                owner.post(
                        "/admin/settings/agents",
                        Map.of("email", "ida@shop.example", "name", "Ida", "role", "agent"));
        holds("a link that waits", found(LINK, invited.text()));
    }

    /// What is said on all ways, with an error at Meta in between.
    private List<String> conversations(House house) {
        try (var visitor = house.visitor()) {
            holds("a visitor's token", visitor.token());
            visitor.says("Is the pendant dimmable?");
            house.phone().sees("Is the pendant dimmable?");
            house.phone("15550009001");
            var channel = house.setup();
            house.control(
                    "tokens/revoke",
                    Json.text(
                            Json.object()
                                    .put("access_token", channel.path("access_token").asText())));
            holds("an access token", channel.path("access_token").asText());
            holds("an app secret", channel.path("app_secret").asText());
            holds("a verify token", channel.path("verify_token").asText());
            visitor.says("Hello?");
            house.program()
                    .sees(
                            "sending has stopped",
                            "/channels/" + channel.path("channel").asText(),
                            it -> it.at("/sending/state").asText().equals("stopped"));
            return List.of(visitor.code());
        }
    }

    /// Tokens of the API, good, wrong, and where they do not belong.
    private void programs(House house) {
        var program = house.program();
        holds("the command line's token", house.apiToken());
        var made =
                program.posts(
                                "/api-tokens",
                                "{\"name\":\"Nightly\",\"permissions\":[\"status.read\"]}")
                        .json();
        holds("an API token", made.path("token").asText());
        var next =
                program.posts("/api-tokens/" + made.path("id").asLong() + "/rotate", "{}").json();
        holds("a rotated API token", next.path("token").asText());
        assertThat(
                        house.http()
                                .get("/api/v1/status?access_token=" + next.path("token").asText())
                                .status())
                .isEqualTo(401);
        var wrong = "bhp_" + "x".repeat(20) + "-no-token-of-ours-" + "y".repeat(11);
        holds("a wrong API token", wrong);
        assertThat(house.http().get("/api/v1/status", "Authorization", "Bearer " + wrong).status())
                .isEqualTo(401);
        var endpoint =
                program.posts("/events", "{\"name\":\"CRM\",\"url\":\"http://127.0.0.1:9/\"}")
                        .json();
        holds("an endpoint's secret", endpoint.at("/secret/once").asText());
        var path = "/events/" + endpoint.path("id").asLong();
        holds(
                "an endpoint's new secret",
                program.posts(path + "/rotate", "{}").json().at("/secret/once").asText());
        assertThat(program.posts(path + "/test", "{}").status()).isEqualTo(200);
        var site = program.sees("/sites").at("/items/0/id").asLong();
        var identity = program.posts("/sites/" + site + "/identity-secret", "{}").json();
        holds("an identity secret", text(identity, "once"));
    }

    /// Another access token, another verify token, and one that does not do.
    private void channel(House house) {
        var program = house.program();
        var demo = "/channels/" + house.setup().path("channel").asText();
        var bad = "EAAnobodyEverIssuedThisToken";
        holds("an access token that does not do", bad);
        assertThat(rotates(program, demo, bad).status()).isEqualTo(422);
        var good = house.control("tokens", "{}").path("access_token").asText();
        holds("the next access token", good);
        var rotated = rotates(program, demo, good);
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(program.posts(demo + "/confirm", "{}").status()).isEqualTo(200);
        var verify = program.posts(demo + "/verify-token", "{}").json();
        holds("a verify token shown once", text(verify, "once"));
        var forged = "not the verify token of anybody";
        holds("a wrong verify token", forged);
        assertThat(
                        house.http()
                                .get(
                                        "/webhooks/whatsapp/"
                                                + house.setup().path("channel").asText()
                                                + "?hub.mode=subscribe&hub.challenge=1"
                                                + "&hub.verify_token="
                                                + forged.replace(' ', '+'))
                                .status())
                .isEqualTo(403);
    }

    private static dev.bellhop.story.Http.Answer rotates(
            Program program, String channel, String token) {
        return program.posts(
                channel + "/rotate", Json.text(Json.object().put("access_token", token)));
    }

    private static void rotatesKeys(House house) {
        var answer = house.program().posts("/keys/rotate", "{}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String text(JsonNode node, String member) {
        var text = node.path(member).asText();
        assertThat(text).as(node.toString()).isNotEmpty();
        return text;
    }

    private static String found(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return found.group(1);
    }

    /// Every value of every row of every table, as bytes.
    private static String database(House house) {
        var all = new StringBuilder();
        var tables =
                house.asks(
                        """
                        SELECT table_name AS text FROM information_schema.tables
                        WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
                        """);
        assertThat(tables).hasSizeGreaterThan(40);
        for (var table : tables) {
            var columns =
                    house.asks(
                            """
                            SELECT CONCAT('IFNULL(HEX(CAST(`', column_name, '` AS BINARY)), "")')
                                   AS text
                            FROM information_schema.columns
                            WHERE table_schema = DATABASE() AND table_name = '%s'
                            """
                                    .formatted(table));
            house.asks(
                            "SELECT CONCAT_WS('0A', %s) AS text FROM `%s`"
                                    .formatted(String.join(", ", columns), table))
                    .forEach(row ->
                            all.append(new String(HexFormat.of().parseHex(row), ISO_8859_1))
                                    .append('\n'));
        }
        return all.toString();
    }

    private static String files(Path dataDir) throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.walk(dataDir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                var name = String.valueOf(file.getFileName());
                all.append(name).append('\n');
                if (KEEPERS.stream().noneMatch(name::startsWith)) {
                    all.append(Files.readString(file, ISO_8859_1)).append('\n');
                }
            }
        }
        return all.toString();
    }

    /// What every address answers that can be read, by who asked for what.
    private static Map<String, String> readable(House house, Browser owner, List<String> codes) {
        var answers = new LinkedHashMap<String, String>();
        var token = house.apiToken();
        for (Routes.Route route : house.gateway().routes()) {
            if (route.method().equals(Method.GET) && !route.path().startsWith("/sandbox")) {
                for (var path : paths(route.path(), codes)) {
                    answers.put("owner " + path, read(house, path, "Cookie", owner.cookies()));
                    answers.put(
                            "program " + path,
                            read(house, path, "Authorization", "Bearer " + token));
                }
            }
        }
        assertThat(answers).hasSizeGreaterThan(200);
        assertThat(String.join("", answers.values())).contains("Is the pendant dimmable?");
        return answers;
    }

    /// A route's addresses: its numbers are small, its conversations are those that there are.
    private static Set<String> paths(String route, List<String> codes) {
        var paths = new LinkedHashSet<String>();
        for (var code : codes) {
            for (var id : List.of("1", "2", "3")) {
                paths.add(
                        route.replace("{code}", code)
                                .replaceAll("\\{[^}]+}", id)
                                .replace("*", "x"));
            }
        }
        return paths;
    }

    private static String read(House house, String path, String name, String value) {
        var request =
                HttpRequest.newBuilder(house.url(path))
                        .timeout(Duration.ofSeconds(20))
                        .header(name, value)
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                boolean endless =
                        answer.headers()
                                .firstValue("Content-Type")
                                .filter("text/event-stream"::equals)
                                .isPresent();
                var bytes = endless ? new byte[0] : body.readNBytes(ANSWER_BYTES_MAX);
                assertThat(answer.statusCode()).as(path).isLessThan(500);
                return new String(bytes, ISO_8859_1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
