package dev.bellhop.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The business: numbers, sites, phones and programs, set up through the API before the load
/// begins.
final class World {
    /// A site and its widget's key.
    record Site(long id, String key, String origin) {}

    /// A phone that answers for one site.
    record Phone(String waId, String name, BusinessNumber number, Site site) {}

    private final Rest owner;
    private final List<BusinessNumber> numbers;
    private final List<Site> sites = new ArrayList<>();
    private final List<Phone> phones = new ArrayList<>();
    private final List<String> agents = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>();
    private final String admin;

    private World(Rest owner, List<BusinessNumber> numbers, String admin) {
        this.owner = owner;
        this.numbers = numbers;
        this.admin = admin;
    }

    /// Sets everything up.
    ///
    /// @param port the gateway's own
    static World open(
            int port, Path dataDir, Options options, List<BusinessNumber> numbers, Dice dice)
            throws IOException {
        var cli = Json.read(Files.readAllBytes(dataDir.resolve("cli.json")));
        var owner = Rest.of(port, cli.path("token").asText());
        var all = new ArrayList<String>();
        sees(owner, "/api/v1/roles")
                .path("permissions")
                .forEach(it -> all.add(it.path("name").asText()));
        all.remove("tokens.change"); // which no token may have
        var world = new World(owner, numbers, world(owner, "torture", all));
        world.secrets.add(cli.path("token").asText());
        world.secrets.add(world.admin);
        for (var number : numbers) {
            world.add(number, dice);
        }
        for (int i = 0; i < Math.max(1, options.phones() / 2); i++) {
            world.addSite(i);
        }
        for (int i = 0; i < options.phones(); i++) {
            world.addPhone(i);
        }
        for (int i = 0; i < options.agents(); i++) {
            var token =
                    world(
                            owner,
                            "Agent " + i,
                            List.of("conversations.read", "conversations.answer"));
            world.agents.add(token);
            world.secrets.add(token);
        }
        return world;
    }

    private static String world(Rest owner, String name, List<String> permissions) {
        var body = Json.object().put("name", name);
        permissions.forEach(body.putArray("permissions")::add);
        return made(owner, "/api/v1/api-tokens", body).path("token").asText();
    }

    private void add(BusinessNumber number, Dice dice) {
        var token = number.current().token();
        var appSecret = number.current().secret();
        var verify = secret("verify", dice);
        secrets.addAll(List.of(token, appSecret, verify));
        var body =
                Json.object()
                        .put("name", "Number " + number.display())
                        .put("phone_number_id", number.id())
                        .put("account_id", number.account())
                        .put("app_id", number.app())
                        .put("display_number", number.display())
                        .put("access_token", token)
                        .put("app_secret", appSecret)
                        .put("verify_token", verify);
        number.isChannel(made(owner, "/api/v1/channels", body).path("id").asLong());
    }

    /// A secret as Meta makes them; nothing else looks like it.
    static String secret(String prefix, Dice dice) {
        return prefix + dice.cid().replace("-", "");
    }

    private void addSite(int index) {
        var number = numbers.get(index % numbers.size());
        var origin = "https://shop-" + index + ".example";
        var key = "torture-" + index;
        var body =
                Json.object()
                        .put("key", key)
                        .put("name", "Shop " + index)
                        .put("channel_id", number.channel());
        body.putArray("origins").add(origin);
        sites.add(new Site(made(owner, "/api/v1/sites", body).path("id").asLong(), key, origin));
    }

    private void addPhone(int index) {
        int at = index % sites.size();
        var number = numbers.get(at % numbers.size());
        var phone =
                new Phone(
                        Long.toString(14_155_550_000L + index),
                        "Phone " + index,
                        number,
                        sites.get(at));
        var body =
                Json.object()
                        .put("channel", number.channel())
                        .put("number", "+" + phone.waId())
                        .put("name", phone.name())
                        .put("site", phone.site().id());
        var _ = made(owner, "/api/v1/inbox-phones", body);
        phones.add(phone);
    }

    private static ObjectNode made(Rest owner, String path, ObjectNode body) {
        var answer =
                owner.send("POST", path, body)
                        .orElseThrow(() -> new IllegalStateException(path + ": no answer"));
        if (!answer.isDone()) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + answer.text());
        }
        return (ObjectNode) answer.json();
    }

    private static JsonNode sees(Rest owner, String path) {
        var answer =
                owner.get(path).orElseThrow(() -> new IllegalStateException(path + ": no answer"));
        if (!answer.isDone()) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + answer.text());
        }
        return answer.json();
    }

    List<BusinessNumber> numbers() {
        return numbers;
    }

    List<Site> sites() {
        return List.copyOf(sites);
    }

    List<Phone> phones() {
        return List.copyOf(phones);
    }

    /// The agents' tokens.
    List<String> agents() {
        return List.copyOf(agents);
    }

    /// A token that may do everything.
    String admin() {
        return admin;
    }

    /// What must stand in no log.
    synchronized List<String> secrets() {
        return List.copyOf(secrets);
    }

    synchronized void isSecret(String text) {
        secrets.add(text);
    }
}
