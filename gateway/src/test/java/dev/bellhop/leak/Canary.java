package dev.bellhop.leak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A secret that is looked for in what a gateway leaves behind, as it is and as programs write
/// bytes: in base 64 wherever it begins, in hexadecimal digits, and as in addresses.
final class Canary {
    /// Shorter traces are found by chance.
    private static final int TRACE_MIN = 8;

    private final String name;
    private final List<String> traces;

    private Canary(String name, byte[] secret) {
        this.name = name;
        this.traces =
                Stream.of(
                                Stream.of(new String(secret, ISO_8859_1)),
                                hex(secret),
                                base64(secret),
                                addresses(secret))
                        .flatMap(it -> it)
                        .distinct()
                        .toList();
        if (traces.stream().anyMatch(it -> it.length() < TRACE_MIN)) {
            throw new IllegalArgumentException(name + " is too short to be looked for");
        }
    }

    static Canary of(String name, String secret) {
        return new Canary(name, secret.getBytes(UTF_8));
    }

    static Canary of(String name, byte[] secret) {
        return new Canary(name, secret);
    }

    String name() {
        return name;
    }

    /// Whether it is found in a text whose characters are bytes.
    boolean isIn(String latin1) {
        return traces.stream().anyMatch(latin1::contains);
    }

    private static Stream<String> hex(byte[] secret) {
        return Stream.of(
                HexFormat.of().formatHex(secret), HexFormat.of().withUpperCase().formatHex(secret));
    }

    /// What stays the same of it in base 64 after nought, one or two other bytes, and whatever
    /// follows.
    private static Stream<String> base64(byte[] secret) {
        return IntStream.range(0, 3)
                .boxed()
                .flatMap(before -> {
                    var bytes = new byte[before + secret.length];
                    System.arraycopy(secret, 0, bytes, before, secret.length);
                    int from = (before * 8 + 5) / 6;
                    int to = bytes.length * 8 / 6;
                    return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                            .map(it -> it.withoutPadding().encodeToString(bytes))
                            .map(text -> text.substring(from, to));
                });
    }

    /// As browsers write a form, and every byte by its number, as some programs do.
    private static Stream<String> addresses(byte[] secret) {
        var numbers =
                IntStream.range(0, secret.length)
                        .mapToObj(at -> "%" + HexFormat.of().toHexDigits(secret[at]))
                        .collect(Collectors.joining());
        return Stream.of(
                URLEncoder.encode(new String(secret, UTF_8), UTF_8),
                numbers,
                numbers.toUpperCase(Locale.ROOT));
    }

    /// Those of many that are found in a text.
    static List<String> foundIn(String latin1, List<Canary> canaries) {
        return canaries.stream().filter(it -> it.isIn(latin1)).map(Canary::name).toList();
    }
}
