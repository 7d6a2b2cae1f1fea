package dev.bellhop.gateway;

import io.helidon.config.Config;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The values behind the keys, each read as what it must be. Every method throws [BadSetting] with
/// one line that names the key, the value and what would be right.
record SettingValues(Config config) {
    private static final Pattern SHARE = Pattern.compile("0|1|1\\.0|0\\.\\d{1,9}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /// Whether the key, or one below it, is set.
    boolean has(String key) {
        return config.get(key).exists();
    }

    List<String> list(String key) {
        return config.get(key).asList(String.class).orElse(List.of());
    }

    /// What must be there.
    String text(String key) {
        return maybe(key).orElseThrow(() -> new BadSetting(key + " is empty"));
    }

    String like(String key, Pattern pattern, String right) {
        var text = text(key);
        if (!pattern.matcher(text).matches()) {
            throw wrong(key, text, right);
        }
        return text;
    }

    /// What may be there; an empty value is none.
    Optional<String> maybe(String key) {
        return config.get(key)
                .asString()
                .asOptional()
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /// A whole number, both ends included.
    int number(String key, int min, int max) {
        var text = text(key);
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(key, text, "a whole number from " + min + " to " + max);
        }
        throw wrong(key, text, "a whole number from " + min + " to " + max);
    }

    /// A part of a whole, from none to all of it.
    double share(String key) {
        var text = text(key);
        if (!SHARE.matcher(text).matches()) {
            throw wrong(key, text, "a part of 1, from 0 to 1, like 0.1");
        }
        return Double.parseDouble(text);
    }

    boolean flag(String key) {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, text(key), "true or false");
        };
    }

    /// A time above 0.
    Duration duration(String key) {
        var matcher = DURATION.matcher(text(key));
        if (!matcher.matches()) {
            throw wrong(key, text(key), "a time like 500ms, 30s, 5m, 24h");
        }
        long amount = Long.parseLong(matcher.group(1));
        var duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                };
        if (duration.isZero()) {
            throw wrong(key, text(key), "a time above 0");
        }
        return duration;
    }

    /// A size in megabytes, at least 16.
    int megabytes(String key) {
        var text = text(key);
        if (text.endsWith("MB")) {
            try {
                int number = Integer.parseInt(text.substring(0, text.length() - 2).strip());
                if (number >= 16 && number <= 1_000_000) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw wrong(key, text, "a size like 64MB");
            }
        }
        throw wrong(key, text, "a size like 64MB, at least 16MB");
    }

    /// An address on the web, without a slash at its end.
    URI uri(String key, String text) {
        Function<String, BadSetting> bad =
                value -> wrong(key, value, "an address like https://chat.example.com");
        try {
            var uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw bad.apply(text);
        }
        throw bad.apply(text);
    }

    ZoneId zone(String key, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw wrong(key, text, "a time zone like Europe/Lisbon");
        }
    }

    /// The one form in which a value is refused.
    static BadSetting wrong(String key, String value, String right) {
        return new BadSetting(key + " is \"" + value + "\"; it must be " + right);
    }
}
