package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.bellhop.vault.Secret;
import dev.bellhop.web.Json;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.api.ClientConnection;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// HTTP to the Graph API: addresses, the bearer token, JSON both ways. It knows what the transport
/// did and nothing of what was asked.
final class GraphHttp {
    /// More than any JSON answer of Meta's; a page of templates is the largest.
    private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(GraphHttp.class.getName());

    /// How long a connection may rest and be used again.
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Supplier<URI> base;
    private final String version;
    private final Http1Client client;
    private final RecentConnections connections;

    /// @param base such as `https://graph.facebook.com`; asked with each call
    /// @param version of the API where a call names none, such as `v26.0`
    GraphHttp(Supplier<URI> base, String version, Duration connectTimeout, Duration readTimeout) {
        this.base = base;
        this.version = version;
        var web =
                WebClient.builder()
                        .servicesDiscoverServices(false)
                        .connectTimeout(connectTimeout)
                        .readTimeout(readTimeout)
                        .followRedirects(false)
                        .addHeader(HeaderNames.USER_AGENT, "Bellhop")
                        .build();
        this.client = web.client(Http1Client.PROTOCOL);
        this.connections = new RecentConnections(web, moment(readTimeout));
    }

    /// Helidon watches a resting connection for as long as an answer may take; that must not end
    /// while somebody waits for one.
    static Duration moment(Duration readTimeout) {
        var half = readTimeout.dividedBy(2);
        return half.compareTo(MOMENT) < 0 ? half : MOMENT;
    }

    /// A path below the version, such as `300000000000001/messages`.
    String address(Optional<String> otherVersion, String path) {
        return base.get() + "/" + version(otherVersion) + "/" + path;
    }

    /// The version that a call goes to.
    String version(Optional<String> otherVersion) {
        return otherVersion.orElse(version);
    }

    /// Where all of this goes.
    URI base() {
        return base.get();
    }

    /// How many connections could be used again.
    int resting() {
        return connections.resting();
    }

    Reply get(String address, Secret token) {
        return get(address, Map.of(), token);
    }

    /// @param query added to the address, in the encoding that it needs
    Reply get(String address, Map<String, String> query, Secret token) {
        return reply(
                address, asked(client.get(address), query), token, Http1ClientRequest::request);
    }

    Reply delete(String address, Secret token) {
        return delete(address, Map.of(), token);
    }

    Reply delete(String address, Map<String, String> query, Secret token) {
        return reply(
                address, asked(client.delete(address), query), token, Http1ClientRequest::request);
    }

    Reply post(String address, Secret token, JsonNode body) {
        return reply(
                address,
                client.post(address).header(HeaderValues.CONTENT_TYPE_JSON),
                token,
                request -> request.submit(Json.text(body).getBytes(StandardCharsets.UTF_8)));
    }

    private static Http1ClientRequest asked(Http1ClientRequest request, Map<String, String> query) {
        query.forEach(request::queryParam);
        return request;
    }

    /// Sends a request.
    private interface Sending {
        Http1ClientResponse send(Http1ClientRequest request);
    }

    private Reply reply(String address, Http1ClientRequest request, Secret token, Sending sending) {
        request.header(HeaderNames.AUTHORIZATION, "Bearer " + token.reveal());
        ClientConnection connection;
        try {
            connection = connections.to(URI.create(address));
        } catch (RuntimeException unreached) {
            LOG.log(Level.FINE, "no connection to Meta", unreached);
            return new Reply.NoAnswer(false, "Meta could not be reached");
        }
        try {
            return reply(connection, sending.send(request.connection(connection)));
        } catch (IOException | RuntimeException failure) {
            connection.closeResource();
            return new Reply.NoAnswer(true, "no answer from Meta: " + failure.getMessage());
        }
    }

    /// A connection on which something went wrong is closed before it could be given back.
    private static Reply reply(ClientConnection connection, Http1ClientResponse response)
            throws IOException {
        try (response) {
            try {
                int status = response.status().code();
                var json = Json.tryRead(body(response)).orElse(MissingNode.getInstance());
                return status / 100 == 2 ? new Reply.Ok(json) : new Reply.Refused(status, json);
            } catch (IOException | RuntimeException failure) {
                connection.closeResource();
                throw failure;
            }
        }
    }

    private static byte[] body(Http1ClientResponse response) throws IOException {
        if (!response.entity().hasEntity()) {
            return new byte[0];
        }
        try (var in = response.entity().inputStream()) {
            byte[] body = in.readNBytes(ANSWER_BYTES_MAX + 1);
            if (body.length > ANSWER_BYTES_MAX) {
                throw new IOException("the answer is larger than any of Meta's");
            }
            return body;
        }
    }
}
