package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.gateway.Gateway;
import dev.bellhop.gateway.Settings;
import dev.bellhop.people.Agents;
import dev.bellhop.people.ApiTokens;
import dev.bellhop.people.KnownBrowsers;
import dev.bellhop.people.PasskeyDesk;
import dev.bellhop.people.Passkeys;
import dev.bellhop.people.Role;
import dev.bellhop.people.SecondStepRule;
import dev.bellhop.people.SecondSteps;
import dev.bellhop.people.Sessions;
import dev.bellhop.people.SignIn;
import dev.bellhop.relay.Backoff;
import dev.bellhop.relay.PairRate;
import dev.bellhop.vault.KeySource;
import dev.bellhop.vault.MasterKeys;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Permission;
import dev.bellhop.web.RefusalBook;
import dev.bellhop.whatsapp.Graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A whole gateway with the sandbox, on a free port and a database of its own.
public final class House implements AutoCloseable {
    private static final int SEED = 7;

    /// Visitors of one address, as of all in a test.
    private static final int CONNECTIONS = 500;

    /// So far are the chances of a gateway beside another.
    private static final int BESIDE = 1_000;

    private static final Limit.Rate OFTEN =
            new Limit.Rate(1_000_000, 1_000_000, Duration.ofMinutes(1));

    private final Settings settings;
    private final Clock clock;
    private int starts;
    private Gateway gateway;

    private House(Settings settings, Clock clock, int starts) {
        this.settings = settings;
        this.clock = clock;
        this.starts = starts;
        this.gateway = start(settings);
    }

    public static House open() {
        return open(UnaryOperator.identity());
    }

    /// Opens a house with other settings than the usual ones.
    public static House open(UnaryOperator<Settings> change) {
        return open(change, Clock.systemUTC());
    }

    /// Opens a house in which it is as late as a clock says.
    public static House open(UnaryOperator<Settings> change, Clock clock) {
        return new House(change.apply(usual()), clock, 0);
    }

    /// Opens another gateway on the same database, with a data folder and a simulated Meta of its
    /// own, and the same master key.
    public House beside() {
        return beside(UnaryOperator.identity());
    }

    /// The same with other settings.
    public House beside(UnaryOperator<Settings> change) {
        return new House(change.apply(withDataDir(settings, dataDir())), clock, BESIDE + starts++);
    }

    private static Path dataDir() {
        try {
            var target = Files.createDirectories(Path.of("target", "houses"));
            return Files.createTempDirectory(target, "house");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Settings withDataDir(Settings s, Path dataDir) {
        return SettingsDraft.of(s, draft -> draft.dataDir = dataDir);
    }

    private static Settings usual() {
        var dataDir = dataDir();
        return new Settings(
                new Settings.Server(
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        CONNECTIONS),
                dataDir,
                Optional.of(TestDatabase.fresh()),
                new Settings.Embedded(64, 16, Duration.ofSeconds(5)),
                new Settings.Key(
                        new KeySource.File(dataDir.resolve("master.key")), Optional.empty()),
                true,
                new Settings.Meta(
                        Optional.empty(),
                        "v26.0",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        1_000,
                        new PairRate(1_000, Duration.ofMillis(50)),
                        new Graph.Breaker(1000, 100, Duration.ofSeconds(1))),
                new Settings.Retry(
                        new Backoff(Duration.ofMillis(50), Duration.ofMillis(400)),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(200)),
                new Settings.Retention(Duration.ofDays(30)),
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty(),
                // Tests ask again and again until something is so.
                Map.of(Limit.API, OFTEN, Limit.BAD_CALLS, OFTEN, Limit.PANEL, OFTEN),
                Optional.empty());
    }

    /// Each with chances of its own: the simulated Meta of a second start must not give the ids of
    /// the first once more, which would be repeats.
    private Gateway start(Settings settings) {
        return Gateway.start(settings, clock, new Random(SEED + starts++));
    }

    /// Stops the gateway in order and starts another on the same data and the same port.
    public void restart() {
        int port = gateway.port();
        gateway.close();
        gateway = start(ServerDraft.of(settings, draft -> draft.port = port));
    }

    /// What this house was opened with.
    public Settings settings() {
        return settings;
    }

    public Gateway gateway() {
        return gateway;
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    public Http http() {
        return new Http(this::url);
    }

    /// The demo's own values: site, channel, secrets, phones.
    public JsonNode setup() {
        return http().get("/sandbox/control/setup").json();
    }

    /// A visitor of the demo shop who has opened the chat.
    public VisitorClient visitor() {
        return VisitorClient.arrives(gateway.port(), Optional.empty(), 0);
    }

    public VisitorClient visitor(Transport transport) {
        return VisitorClient.arrives(transport, gateway.port(), Optional.empty(), 0);
    }

    /// The owner, in the panel.
    public AgentClient agent() {
        return AgentClient.signsIn(this);
    }

    /// The phone of the business's owner.
    public PhoneClient phone() {
        return phone(setup().path("phones").path(0).asText());
    }

    public PhoneClient phone(String waId) {
        return new PhoneClient(http(), waId);
    }

    /// Meta, as far as the gateway can tell: whoever knows the app's secret.
    public Meta meta() {
        return new Meta(http(), setup());
    }

    /// Lets Meta fail, in the words of the sandbox's control.
    public void faults(String json) {
        var answer = http().post("/sandbox/control/faults", Json.parse(json));
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    /// A token of the API that may do one thing.
    public String tokenFor(Permission permission) {
        try (var database = Database.open(settings.database().orElseThrow())) {
            return new ApiTokens(database, new Audit(database, clock), clock)
                    .create(Actor.SYSTEM, "test", Set.of(permission));
        }
    }

    /// The path by which a new agent comes in.
    public String linkFor(String name) {
        try (var database = Database.open(settings.database().orElseThrow())) {
            var audit = new Audit(database, clock);
            var agents = new Agents(database, audit, clock);
            long id =
                    agents.add(
                            Actor.SYSTEM,
                            name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@shop.example",
                            name,
                            Role.AGENT);
            var signIn =
                    new SignIn(
                            new SignIn.Ground(
                                    database,
                                    agents,
                                    new Sessions(database, clock),
                                    new SecondSteps(database, vault(database), audit, clock),
                                    new PasskeyDesk(
                                            database,
                                            agents,
                                            new Sessions(database, clock),
                                            new Passkeys(database, audit, clock),
                                            () -> URI.create("http://localhost"),
                                            clock),
                                    new SecondStepRule(database, audit, clock),
                                    new KnownBrowsers(database, clock),
                                    audit,
                                    new Limits(Map.of(), RefusalBook.NONE),
                                    clock));
            return "/admin/welcome/" + signIn.links().make(Actor.SYSTEM, id);
        }
    }

    private Vault vault(Database database) {
        try {
            return new Vault(
                    database,
                    MasterKeys.open(settings.key().source(), Optional.empty(), false),
                    clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Another phone answers for the business.
    public void addsPhone(String waId) {
        var phone =
                Json.object()
                        .put("channel", program().sees("/channels").at("/items/0/id").asLong())
                        .put("number", "+" + waId)
                        .put("name", "Second");
        var answer = program().posts("/inbox-phones", Json.text(phone));
        if (answer.status() != 201) {
            throw new AssertionError(answer.text());
        }
    }

    /// Changes what no door changes, such as the past.
    public void changes(String sql, Object... values) {
        try (var database = Database.open(settings.database().orElseThrow())) {
            database.write(tx -> tx.change(sql, values));
        }
    }

    /// What the database says, one text a row.
    public List<String> asks(String sql) {
        try (var database = Database.open(settings.database().orElseThrow())) {
            return database.read(tx -> tx.query(sql, row -> row.text("text")));
        }
    }

    /// The owner's phone answers a message by quoting it, once the gateway knows its id: who quotes
    /// it earlier, on a busy machine, may be asked which chat they mean.
    public void phoneReplies(JsonNode letter, String text) {
        knows(letter.path("wamid").asText());
        phone().replies(letter, text);
    }

    /// Waits until the gateway has the id that Meta gave to what it sent.
    public void knows(String wamid) {
        try (var database = Database.open(settings.database().orElseThrow())) {
            Await.until(
                    "the gateway knows " + wamid,
                    () ->
                            database.read(tx ->
                                            tx.one(
                                                    "SELECT id FROM relayed WHERE wamid = ? LIMIT"
                                                            + " 1",
                                                    row -> row.number("id"),
                                                    wamid))
                                    .isPresent());
        }
    }

    /// How the gateway is, as `/api/v1/status` tells it.
    public JsonNode status() {
        return api("/api/v1/status");
    }

    /// What the audit log says was done, oldest first.
    public List<String> audited() {
        try (var database = Database.open(settings.database().orElseThrow())) {
            return database.read(tx ->
                    tx.query("SELECT action FROM audit ORDER BY id", row -> row.text("action")));
        }
    }

    /// A program with the command line's rights.
    public Program program() {
        return new Program(http(), apiToken());
    }

    /// Has the simulated Meta do something, in the words of its control.
    public JsonNode control(String path, String json) {
        var answer = http().post("/sandbox/control/" + path, Json.parse(json));
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer.json();
    }

    /// What the admin API answers.
    public JsonNode api(String path) {
        var answer = http().get(path, "Authorization", "Bearer " + apiToken());
        if (answer.status() != 200) {
            throw new AssertionError(path + " answers " + answer.status() + ": " + answer.text());
        }
        return answer.json();
    }

    /// What a program is told that asks for what the API does not give.
    public JsonNode apiRefusal(String path) {
        var answer = http().get(path, "Authorization", "Bearer " + apiToken());
        if (answer.status() < 400) {
            throw new AssertionError(path + " answers " + answer.status());
        }
        return answer.json();
    }

    /// The command line's own token.
    public String apiToken() {
        try {
            return Json.read(Files.readAllBytes(settings.dataDir().resolve("cli.json")))
                    .path("token")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
