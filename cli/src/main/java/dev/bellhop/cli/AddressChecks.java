package dev.bellhop.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.HttpsURLConnection;

/// Whether the address that visitors and Meta use leads to the gateway.
final class AddressChecks {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration SKEW_MAX = Duration.ofSeconds(30);
    private static final Duration RENEW_BEFORE = Duration.ofDays(14);
    private static final String LOADER = "/widget.js";

    private AddressChecks() {}

    static List<Check> of(String publicUrl, Clock clock) {
        if (publicUrl.isEmpty()) {
            return List.of(Check.skipped("Public address", "The gateway does not say it."));
        }
        var checks = new ArrayList<Check>();
        try {
            checks.add(encrypted(publicUrl));
            var connection =
                    (HttpURLConnection) URI.create(publicUrl + LOADER).toURL().openConnection();
            connection.setConnectTimeout((int) WAIT.toMillis());
            connection.setReadTimeout((int) WAIT.toMillis());
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            checks.add(
                    Check.of(
                            "Public address",
                            status == 200,
                            publicUrl + LOADER + " is answered with " + status + ".",
                            "Have the proxy pass it on to the gateway (docs/operating.md)."));
            checks.add(clock(connection, clock));
            certificate(connection, clock).ifPresent(checks::add);
        } catch (IOException | IllegalArgumentException | Failure e) {
            checks.add(
                    Check.failed(
                            "Public address",
                            publicUrl + " cannot be reached from here: " + e.getMessage() + ".",
                            "Check server.public-url, the name's address, the proxy and its"
                                    + " certificate."));
        }
        return checks;
    }

    private static Check encrypted(String publicUrl) {
        var address = Address.parse(publicUrl);
        return publicUrl.startsWith("https:") || !address.isOpenToReaders()
                ? Check.ok("Encryption", publicUrl + " is read by nobody on its way.")
                : Check.failed(
                        "Encryption",
                        publicUrl + " is not https: Meta brings nothing there.",
                        "Put a proxy with a certificate in front, and set server.public-url.");
    }

    private static Check clock(HttpURLConnection connection, Clock clock) {
        long date = connection.getDate();
        if (date == 0) {
            return Check.skipped("Clock", "The answer has no date.");
        }
        var apart = Duration.between(Instant.ofEpochMilli(date), clock.instant()).abs();
        return apart.compareTo(SKEW_MAX) <= 0
                ? Check.ok("Clock", "The gateway's and this machine's agree.")
                : Check.warning(
                        "Clock",
                        "The gateway's and this machine's are "
                                + StatusTable.words(apart)
                                + " apart.",
                        "Have both follow a time server; Meta's times and codes depend on it.");
    }

    private static Optional<Check> certificate(HttpURLConnection connection, Clock clock)
            throws IOException {
        if (!(connection instanceof HttpsURLConnection tls)) {
            return Optional.empty();
        }
        return Arrays.stream(tls.getServerCertificates())
                .findFirst()
                .map(first -> certificate(first, clock));
    }

    private static Check certificate(Certificate certificate, Clock clock) {
        if (!(certificate instanceof X509Certificate x509)) {
            return Check.skipped("Certificate", "It does not say when it ends.");
        }
        var ends = x509.getNotAfter().toInstant();
        return ends.minus(RENEW_BEFORE).isAfter(clock.instant())
                ? Check.ok("Certificate", "It is good until " + ends + ".")
                : Check.warning(
                        "Certificate",
                        "It ends at " + ends + ".",
                        "Renew it, and see why that did not happen by itself.");
    }
}
