package dev.bellhop.gateway;

import dev.bellhop.web.Access;
import dev.bellhop.web.ETag;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// `/api/v1/openapi.json`, for whatever reads descriptions of APIs.
final class ApiDocumentDoor {
    private static final Access ANYBODY =
            Access.open(
                    "it is the same everywhere and stands in the source tree",
                    Limit.API_DESCRIPTION);

    /// Made when it is first asked for: most gateways are never asked.
    private static final class Document {
        static final byte[] BYTES = Json.bytes(ApiDocument.read());
        static final ETag TAG = ETag.of(BYTES);
    }

    void register(Routes routes) {
        routes.get("/api/v1/openapi.json", ANYBODY, ApiDocumentDoor::show);
    }

    private static void show(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json")
                .header(HeaderNames.CACHE_CONTROL, "no-cache");
        Document.TAG.send(request, response, Document.BYTES);
    }
}
