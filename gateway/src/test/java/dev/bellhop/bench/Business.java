package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.db.Database;
import dev.bellhop.db.EmbeddedMariaDb;
import dev.bellhop.site.Sites;
import dev.bellhop.site.Widget;
import dev.bellhop.vault.MasterKeys;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A business large enough for a load: several numbers, each with several sites, and for each site
/// one phone that answers. Meta takes 80 messages a second from a number, and a phone's messages go
/// one after the other, so the load has to spread over numbers and phones.
final class Business implements AutoCloseable {
    private static final String APP_SECRET = "the secret of the bench";
    private static final String ACCOUNT = "200000000000001";

    /// As a gateway's own database has by default.
    private static final int POOL_MEGABYTES = 64;

    /// A site and who answers for it.
    record Shop(String siteKey, long channelId, String numberId, String waId) {}

    private final EmbeddedMariaDb server;
    private final Database.Address address;
    private final List<Shop> shops = new ArrayList<>();
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(Business::mac);

    private Business(EmbeddedMariaDb server) {
        this.server = server;
        this.address = server.address(16, Duration.ofSeconds(5));
    }

    /// Makes its database and everything in it, before a gateway is started on it.
    static Business open(Path dataDir, int port, int numbers, int phonesOfEach) throws IOException {
        return open(dataDir, port, numbers, phonesOfEach, POOL_MEGABYTES);
    }

    /// The same, with so much memory for the database's pages.
    static Business open(Path dataDir, int port, int numbers, int phonesOfEach, int poolMegabytes)
            throws IOException {
        var business =
                new Business(EmbeddedMariaDb.start(dataDir.resolve("mariadb"), poolMegabytes));
        try (var database = Database.open(business.address)) {
            business.fill(database, dataDir, port, numbers, phonesOfEach);
        }
        return business;
    }

    private void fill(Database database, Path dataDir, int port, int numbers, int phonesOfEach)
            throws IOException {
        var clock = Clock.systemUTC();
        var audit = new Audit(database, clock);
        var vault = new Vault(database, MasterKeys.in(dataDir.resolve("master.key")), clock);
        var channels = new Channels(database, vault, audit, clock);
        var sites = new Sites(database, audit, clock);
        var phones = new InboxPhones(database, audit, clock);
        for (int i = 0; i < numbers; i++) {
            var numberId = Long.toString(300_000_000_001_000L + i);
            long channel =
                    channels.add(
                            Actor.SYSTEM,
                            new Channels.Draft(
                                    "Number " + i,
                                    numberId,
                                    ACCOUNT,
                                    "100000000000001",
                                    Long.toString(15_550_200_000L + i),
                                    Secret.of("token"),
                                    Secret.of(APP_SECRET),
                                    Secret.of("verify")));
            for (int j = 0; j < phonesOfEach; j++) {
                var shop =
                        new Shop(
                                "shop-" + i + "-" + j,
                                channel,
                                numberId,
                                Long.toString(15_550_300_000L + 100L * i + j));
                shops.add(shop);
                add(database, sites, phones, shop, port);
            }
        }
    }

    private static void add(
            Database database, Sites sites, InboxPhones phones, Shop shop, int port) {
        long site =
                sites.add(
                        Actor.SYSTEM,
                        new Sites.Draft(
                                shop.siteKey(),
                                shop.siteKey(),
                                OptionalLong.of(shop.channelId()),
                                List.of("http://localhost:" + port),
                                Widget.saying("S", "Hello", "", List.of())));
        long phone =
                phones.add(
                        Actor.SYSTEM,
                        shop.channelId(),
                        new InboxPhones.Draft(
                                shop.waId(), "Phone", OptionalLong.of(site), OptionalLong.empty()));
        database.write(tx -> phones.wrote(tx, phone, Instant.now()));
    }

    List<Shop> shops() {
        return List.copyOf(shops);
    }

    ProcessHandle database() {
        return server.process();
    }

    /// The settings by which a gateway finds its database.
    Map<String, String> settings() {
        return Map.of(
                "BELLHOP_DATABASE_URL", address.url(),
                "BELLHOP_DATABASE_USER", address.user(),
                "BELLHOP_DATABASE_PASSWORD", address.password());
    }

    /// What customers write to a shop's number.
    SignedNotes notes(Shop shop) {
        return new SignedNotes(
                Json.object()
                        .put("account_id", ACCOUNT)
                        .put("business_number", shop.numberId())
                        .put("phone_number_id", shop.numberId())
                        .put("channel", shop.channelId())
                        .put("app_secret", APP_SECRET));
    }

    /// Tells, as Meta does, how a message got on.
    ///
    /// @return the status of the answer
    int tell(Line line, Shop shop, String wamid, String callback, String status) {
        var document = Json.object().put("object", "whatsapp_business_account");
        var change =
                document.putArray("entry")
                        .addObject()
                        .put("id", ACCOUNT)
                        .putArray("changes")
                        .addObject()
                        .put("field", "messages");
        var value = change.putObject("value").put("messaging_product", "whatsapp");
        value.putObject("metadata").put("phone_number_id", shop.numberId());
        value.putArray("statuses")
                .addObject()
                .put("id", wamid)
                .put("status", status)
                .put("timestamp", Long.toString(Instant.now().getEpochSecond()))
                .put("recipient_id", shop.waId())
                .put("biz_opaque_callback_data", callback);
        return post(line, shop, document);
    }

    private int post(Line line, Shop shop, JsonNode document) {
        byte[] body = Json.bytes(document);
        var head =
                "POST /webhooks/whatsapp/"
                        + shop.channelId()
                        + " HTTP/1.1\r\nContent-Type: application/json\r\n"
                        + "X-Hub-Signature-256: sha256="
                        + HexFormat.of().formatHex(macs.get().doFinal(body))
                        + "\r\n";
        return line.ask(head, body).status();
    }

    private static Mac mac() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(APP_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
