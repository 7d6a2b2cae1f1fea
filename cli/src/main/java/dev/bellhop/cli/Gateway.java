package dev.bellhop.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/// A gateway's API, asked as one caller. Whatever keeps it from answering becomes a [Failure] that
/// says why.
///
/// [HttpURLConnection] instead of the newer client halves the time and the memory of a short
/// command.
final class Gateway {
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(30);
    private static final Duration META_WAIT = Duration.ofMinutes(3);
    private static final Duration REACH_WAIT = Duration.ofSeconds(2);
    private static final byte[] NOTHING = {};
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final int ANSWER_BYTES_MAX = 16 << 20;
    private static final String AGENT = "bellhop/" + VersionCommand.version();

    private final Address address;
    private final Token token;
    private final Watcher watcher;
    private final Duration answerWait;
    private final Refusals refusals;

    Gateway(Address address, Token token, Watcher watcher) {
        this(address, token, watcher, ANSWER_WAIT);
    }

    private Gateway(Address address, Token token, Watcher watcher, Duration answerWait) {
        this.address = address;
        this.token = token;
        this.watcher = watcher;
        this.answerWait = answerWait;
        this.refusals = new Refusals(address);
    }

    /// Whether there is one at all, asked without a token.
    ///
    /// @throws Failure `UNREACHABLE` when nothing answers there
    static void reach(Address address) {
        try {
            var connection = connection(address, "/observe/health/live", REACH_WAIT);
            var _ = connection.getResponseCode();
            connection.disconnect();
        } catch (IOException e) {
            throw new Refusals(address).unreachable(e);
        }
    }

    /// The same, waited for as long as it takes to ask Meta for several things.
    Gateway patient() {
        return new Gateway(address, token, watcher, META_WAIT);
    }

    /// The same for whoever does not wait for long.
    Gateway hasty(Duration wait) {
        return new Gateway(address, token, watcher, wait);
    }

    /// Looks on while a gateway is asked.
    interface Watcher {
        Watcher NOBODY = _ -> {};

        /// Before anything is sent; what it throws keeps it from being sent.
        void before(Call call);

        default void answered(Call call, int status, Duration took) {}
    }

    /// The same, watched by one more: called before whatever would change something.
    Gateway asking(Consumer<Call> before) {
        return new Gateway(
                address,
                token,
                new Watcher() {
                    @Override
                    public void before(Call call) {
                        watcher.before(call);
                        if (!call.method().equals("GET")) {
                            before.accept(call);
                        }
                    }

                    @Override
                    public void answered(Call call, int status, Duration took) {
                        watcher.answered(call, status, took);
                    }
                },
                answerWait);
    }

    Address address() {
        return address;
    }

    /// Reads one object of the API.
    Document get(String path) {
        return asked("GET", path, NOTHING, connection -> one(connection, path));
    }

    /// Has the gateway do what an object says, and reads the one that it answers.
    Document post(String path, Document body) {
        return asked("POST", path, bytes(body), connection -> one(connection, path));
    }

    /// Has the gateway replace something.
    Document put(String path, Document body) {
        return asked("PUT", path, bytes(body), connection -> one(connection, path));
    }

    /// Has the gateway change the members that there are. The light client knows no PATCH.
    Document patch(String path, Document body) {
        var call = new Call("PATCH", path, bytes(body));
        watcher.before(call);
        long began = System.nanoTime();
        try (var client = HttpClient.newBuilder().connectTimeout(CONNECT_WAIT).build()) {
            var request =
                    HttpRequest.newBuilder(address.at(path))
                            .timeout(answerWait)
                            .header("Authorization", "Bearer " + token.value())
                            .header("Content-Type", "application/json")
                            .header("User-Agent", AGENT)
                            .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(call.body()))
                            .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            watcher.answered(call, answer.statusCode(), since(began));
            Refusals.Headers headers = name -> answer.headers().firstValue(name).orElse(null);
            if (answer.statusCode() / 100 != 2) {
                throw refusals.refused(headers, call, answer.statusCode(), answer.body());
            }
            return parsed(headers, call, answer.body());
        } catch (IOException e) {
            throw refusals.unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusals.unreachable(new IOException("it was interrupted", e));
        }
    }

    /// Asks for whatever somebody wants to ask for.
    ///
    /// @return what was answered, as it came
    String raw(String method, String path, byte[] body) {
        return method.equals("PATCH")
                ? patch(path, document(body)).json()
                : asked(
                        method,
                        path,
                        body,
                        connection ->
                                new String(
                                        body(connection, connection.getResponseCode()),
                                        StandardCharsets.UTF_8));
    }

    private static Document document(byte[] body) {
        try {
            return Document.parse(body);
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    "What is to be sent is no JSON object.",
                    String.valueOf(e.getMessage()),
                    "Check it.");
        }
    }

    private static byte[] bytes(Document body) {
        return body.line().getBytes(StandardCharsets.UTF_8);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private Document one(HttpURLConnection connection, String path) throws IOException {
        var call = new Call(connection.getRequestMethod(), path, NOTHING);
        return parsed(
                connection::getHeaderField, call, body(connection, connection.getResponseCode()));
    }

    /// Has the gateway take something away.
    void delete(String path) {
        var _ = asked("DELETE", path, NOTHING, _ -> true);
    }

    /// Has the gateway do something that it tells of while it does it, an object on each line.
    ///
    /// @return the last one
    Document post(String path, Consumer<Document> each) {
        return asked(
                "POST",
                path,
                LINES,
                NOTHING,
                connection -> {
                    var last = Document.EMPTY;
                    try (var lines = reader(connection)) {
                        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                            last =
                                    parsed(
                                            connection::getHeaderField,
                                            new Call("POST", path, NOTHING),
                                            line.getBytes(StandardCharsets.UTF_8));
                            each.accept(last);
                        }
                    }
                    return last;
                });
    }

    /// Has the gateway make something of any size, and takes it as it comes.
    ///
    /// @param taker reads to the end, or throws
    <T> T take(String path, Taker<T> taker) {
        return taken("POST", path, taker);
    }

    /// What is done with bytes of any number.
    interface Taker<T> {
        T take(InputStream in) throws IOException;
    }

    /// Reads what may be long, as it comes.
    ///
    /// @param taker reads to the end, or throws
    <T> T read(String path, Taker<T> taker) {
        return taken("GET", path, taker);
    }

    private <T> T taken(String method, String path, Taker<T> taker) {
        return asked(
                method,
                path,
                NOTHING,
                connection -> {
                    try (var in = connection.getInputStream()) {
                        return taker.take(in);
                    }
                });
    }

    /// What is done with an answer.
    private interface Taking<T> {
        T take(HttpURLConnection connection) throws IOException;
    }

    private <T> T asked(String method, String path, byte[] body, Taking<T> taking) {
        return asked(method, path, JSON, body, taking);
    }

    private <T> T asked(String method, String path, String accept, byte[] body, Taking<T> taking) {
        var call = new Call(method, path, body);
        watcher.before(call);
        long began = System.nanoTime();
        try {
            var connection = open(path);
            connection.setRequestProperty("Accept", accept + ", application/problem+json");
            connection.setRequestMethod(method);
            if (body.length > 0) {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(body.length);
                connection.setRequestProperty("Content-Type", "application/json");
                try (var out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
            int status = connection.getResponseCode();
            watcher.answered(call, status, since(began));
            if (status / 100 != 2) {
                throw refusals.refused(
                        connection::getHeaderField, call, status, body(connection, status));
            }
            return taking.take(connection);
        } catch (IOException e) {
            throw refusals.unreachable(e);
        }
    }

    private static BufferedReader reader(HttpURLConnection connection) throws IOException {
        return new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    /// Says so before a token travels in the open.
    void warn(Surroundings here) {
        if (address.isOpenToReaders()) {
            here.err()
                    .println(
                            "Warning: "
                                    + address
                                    + " is not https: the token can be read on its way.");
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        var connection = connection(address, path, answerWait);
        connection.setRequestProperty("Authorization", "Bearer " + token.value());
        return connection;
    }

    private static HttpURLConnection connection(Address address, String path, Duration wait)
            throws IOException {
        var connection = (HttpURLConnection) address.at(path).toURL().openConnection();
        connection.setConnectTimeout((int) Math.min(CONNECT_WAIT.toMillis(), wait.toMillis()));
        connection.setReadTimeout((int) wait.toMillis());
        // A redirect followed blindly would carry the token to wherever it points.
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("User-Agent", AGENT);
        return connection;
    }

    private static byte[] body(HttpURLConnection connection, int status) throws IOException {
        // Null for an error without a body.
        try (InputStream stream =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (stream == null) {
                return new byte[0];
            }
            var body = stream.readNBytes(ANSWER_BYTES_MAX + 1);
            if (body.length > ANSWER_BYTES_MAX) {
                throw new IOException(
                        "The answer is longer than " + (ANSWER_BYTES_MAX >> 20) + " MB.");
            }
            return body;
        }
    }

    private Document parsed(Refusals.Headers headers, Call call, byte[] body) {
        try {
            return Document.parse(body);
        } catch (IOException e) {
            throw refusals.notUnderstood(headers, call);
        }
    }
}
