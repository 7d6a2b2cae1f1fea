package dev.bellhop.repeat;

import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A caller's name for one request, which they give to each try of it. Of two callers it is two
/// keys.
///
/// @param caller such as `token 5`
/// @param hash of the key's text, which may be of any form
record Key(String caller, byte[] hash) {
    private static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]([ -~]{0,253}[!-~])?");

    /// The key of a request; empty when it has none. The quotation marks with which the standard's
    /// draft writes it are no part of it.
    ///
    /// @throws Refusal `bad_request` when it is none
    static Optional<Key> of(ServerRequest request) {
        var given = request.headers().all(HEADER, List::of);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        var text = given.getFirst().strip().replaceFirst("^\"(.*)\"$", "$1");
        if (given.size() > 1 || !PRINTABLE.matcher(text).matches()) {
            throw Refusal.of(
                    Code.BAD_REQUEST,
                    "Idempotency-Key is one text of 1 to 255 printable ASCII characters; a UUID is"
                            + " a good one.");
        }
        var caller = Caller.of(request);
        return Optional.of(
                new Key(
                        caller.kind().name().toLowerCase(Locale.ROOT) + " " + caller.id(),
                        Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8))));
    }
}
