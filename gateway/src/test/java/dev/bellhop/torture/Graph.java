package dev.bellhop.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Meta's Graph, played by the run itself: it outlives every gateway, writes down what it accepts
/// before it answers, and fails in Meta's ways.
final class Graph implements AutoCloseable {
    private static final String MEDIA = "99";
    private static final Pattern CODE =
            Pattern.compile("^\\*[^\\n]*\\* #([A-Z0-9]{4,8})$", Pattern.MULTILINE);

    /// A message that was accepted.
    ///
    /// @param code the conversation's, as it stands in the head of a letter to a phone
    record Letter(
            BusinessNumber number,
            String to,
            String wamid,
            Optional<String> code,
            List<String> marks) {}

    private final HttpServer server;
    private final List<BusinessNumber> numbers;
    private final Mail mail;
    private final Journal journal;
    private final Shift shift;
    private final Dice dice;
    private final GraphFaults faults;
    private final AtomicLong accepted = new AtomicLong();
    private volatile Consumer<Letter> receiver = _ -> {};

    Graph(
            List<BusinessNumber> numbers,
            Mail mail,
            Journal journal,
            Shift shift,
            Dice dice,
            GraphFaults faults)
            throws IOException {
        this.numbers = List.copyOf(numbers);
        this.mail = mail;
        this.journal = journal;
        this.shift = shift;
        this.dice = dice;
        this.faults = faults;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// How many messages were accepted, second copies too.
    long accepted() {
        return accepted.get();
    }

    /// Who has the phones in hand.
    void onAccept(Consumer<Letter> hears) {
        receiver = hears;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().replaceFirst("^/(v[0-9.]+/)?", "");
            var token =
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                            .map(value -> value.replaceFirst("^Bearer ", ""))
                            .orElse("");
            var body = exchange.getRequestBody().readAllBytes();
            var subject = path.replaceFirst("/.*", "");
            var number =
                    numbers.stream()
                            .filter(it ->
                                    it.id().equals(subject)
                                            || it.account().equals(subject)
                                            || it.isAppToken(token)
                                            || it.takes(token))
                            .findFirst();
            if (number.filter(it -> it.takes(token) || it.isAppToken(token)).isEmpty()) {
                journal.note("graph.stranger", "path", path);
                answer(exchange, 401, error(190, "Cannot parse access token"));
            } else if (path.endsWith("/messages") && exchange.getRequestMethod().equals("POST")) {
                message(exchange, number.get(), Json.read(body));
            } else if (path.startsWith("file/")) {
                bytes(exchange, blob(path.substring("file/".length())).bytes());
            } else if (subject.startsWith(MEDIA)) {
                answer(exchange, 200, located(exchange, subject));
            } else if (path.endsWith("/media")) {
                answer(exchange, 200, Json.object().put("id", MEDIA + "4711"));
            } else {
                answer(exchange, 200, account(exchange, number.get(), path));
            }
        }
    }

    private void message(HttpExchange exchange, BusinessNumber number, JsonNode body)
            throws IOException {
        if (body.has("status")) {
            answer(exchange, 200, Json.object().put("success", true));
            return;
        }
        var to = body.path("to").asText();
        var callback = body.path("biz_opaque_callback_data").asText();
        var fault = faults.next();
        if (fault.refusal().isPresent()) {
            var refusal = fault.refusal().get();
            journal.note(
                    "graph.refuse",
                    "to",
                    to,
                    "callback",
                    callback,
                    "code",
                    refusal.code(),
                    "http",
                    refusal.http());
            answer(
                    exchange,
                    refusal.http(),
                    refusal.code() == 0
                            ? Json.object().put("oops", true)
                            : error(refusal.code(), "The run wanted it so"));
            return;
        }
        if (fault.kind() == GraphFaults.Kind.SWALLOW) {
            journal.note("graph.swallow", "to", to, "callback", callback);
            boolean _ = shift.waits(fault.millis());
            return;
        }
        var letter = accept(exchange, number, body, fault);
        if (fault.kind() == GraphFaults.Kind.SILENCE) {
            boolean _ = shift.waits(fault.millis());
            return;
        }
        if (fault.kind() == GraphFaults.Kind.LATE) {
            boolean _ = shift.waits(fault.millis());
        }
        var accepted = Json.object().put("messaging_product", "whatsapp");
        accepted.putArray("messages").addObject().put("id", letter.wamid());
        answer(exchange, 200, accepted);
        journal.note("graph.answered", "wamid", letter.wamid());
    }

    private Letter accept(
            HttpExchange exchange, BusinessNumber number, JsonNode body, GraphFaults.Fault fault) {
        var type = body.path("type").asText();
        var text = words(body, type);
        var head = CODE.matcher(text);
        var wamid = "wamid.T" + accepted.incrementAndGet() + "." + dice.between(100_000, 999_999);
        var letter =
                new Letter(
                        number,
                        body.path("to").asText().replace("+", ""),
                        wamid,
                        head.find() ? Optional.of(head.group(1)) : Optional.empty(),
                        Marks.all(text));
        var callback = body.path("biz_opaque_callback_data").asText();
        journal.note(
                "graph.accept",
                "wamid",
                wamid,
                "number",
                number.id(),
                "to",
                letter.to(),
                "type",
                type,
                "callback",
                callback,
                "code",
                letter.code().orElse(""),
                "marks",
                letter.marks(),
                "fault",
                fault.kind(),
                "port",
                exchange.getRemoteAddress().getPort(),
                "text",
                letter.marks().isEmpty() ? text : "");
        tell(letter, callback, fault);
        receiver.accept(letter);
        return letter;
    }

    private static String words(JsonNode body, String type) {
        return switch (type) {
            case "text" -> body.at("/text/body").asText();
            case "interactive" -> body.at("/interactive/body/text").asText();
            default -> Json.text(body.path(type));
        };
    }

    /// Statuses follow, mostly in order, once in a while before the answer.
    private void tell(Letter letter, String callback, GraphFaults.Fault fault) {
        int after = fault.statusesAfter() + dice.between(0, 200);
        for (String status : List.of("sent", "delivered", "read")) {
            if (status.equals("read") && dice.chance(0.3)) {
                return;
            }
            mail.bring(
                    Mail.status(letter.number(), letter.to(), letter.wamid(), callback, status),
                    after);
            after += dice.between(0, 600);
        }
    }

    /// Media ids are digits, as Meta's are: those of the mark's characters.
    static String mediaId(Blob blob) {
        var id = new StringBuilder(MEDIA);
        blob.mark().chars().forEach(c -> id.append(c));
        return id.toString();
    }

    private static Blob blob(String id) {
        var mark = new StringBuilder();
        for (int i = MEDIA.length(); i < id.length(); i += 2) {
            mark.append((char) Integer.parseInt(id.substring(i, i + 2)));
        }
        return new Blob(mark.toString());
    }

    private static ObjectNode located(HttpExchange exchange, String id) {
        var blob = blob(id);
        return Json.object()
                .put(
                        "url",
                        "http://" + exchange.getRequestHeaders().getFirst("Host") + "/file/" + id)
                .put("mime_type", "text/plain")
                .put("sha256", blob.sha256())
                .put("file_size", blob.bytes().length)
                .put("id", id)
                .put("messaging_product", "whatsapp");
    }

    private static void bytes(HttpExchange exchange, byte[] file) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, file.length);
        exchange.getResponseBody().write(file);
    }

    private static ObjectNode account(HttpExchange exchange, BusinessNumber number, String path) {
        if (path.equals("debug_token")) {
            var query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            var inspected = query.replaceFirst(".*input_token=([^&]*).*", "$1");
            var data =
                    Json.object()
                            .put("app_id", number.app())
                            .put("type", "SYSTEM_USER")
                            .put("is_valid", number.takes(inspected))
                            .put("expires_at", 0)
                            .put("data_access_expires_at", 0);
            data.putArray("scopes")
                    .add("whatsapp_business_messaging")
                    .add("whatsapp_business_management");
            return Json.object().set("data", data);
        }
        if (path.equals(number.id())) {
            var facts =
                    Json.object()
                            .put("id", number.id())
                            .put("display_phone_number", number.display())
                            .put("verified_name", "Torture")
                            .put("quality_rating", "GREEN")
                            .put("status", "CONNECTED")
                            .put("name_status", "APPROVED")
                            .put("platform_type", "CLOUD_API");
            facts.putObject("throughput").put("level", "STANDARD");
            facts.putObject("health_status").put("can_send_message", "AVAILABLE");
            return facts;
        }
        var list = Json.object().put("success", true);
        list.putArray("data");
        return list;
    }

    private static ObjectNode error(int code, String message) {
        var error = Json.object();
        error.putObject("error")
                .put("message", "(#" + code + ") " + message)
                .put("type", "OAuthException")
                .put("code", code)
                .put("fbtrace_id", "AtortureRunOnly");
        return error;
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body)
            throws IOException {
        byte[] bytes = Json.bytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
