package dev.bellhop.rule;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// What is known of a conversation when its first words come.
///
/// @param words the first message
/// @param page the address of the page that the visitor looks at
/// @param referrer the address from which they came to the site
/// @param landing the address of the page on which they came to the site
/// @param language what their browser asks for, such as `pt-BR`
/// @param onWhatsApp whether they wrote to the business number; else in a site's widget
/// @param siteId the site
/// @param channelId the business number
/// @param open whether it is within opening hours
/// @param returning whether they had a conversation before
/// @param labels of the conversations that they had before
public record Facts(
        String words,
        Optional<String> page,
        Optional<String> referrer,
        Optional<String> landing,
        Optional<String> language,
        boolean onWhatsApp,
        OptionalLong siteId,
        OptionalLong channelId,
        boolean open,
        boolean returning,
        Set<Long> labels) {
    private static final String CAMPAIGN = "utm_campaign=";

    public Facts {
        labels = Set.copyOf(labels);
    }

    /// The campaign that the page's address names, or else the one that brought them to the site.
    public Optional<String> campaign() {
        return Stream.of(page, landing)
                .flatMap(Optional::stream)
                .map(address -> address.replaceFirst("#.*", ""))
                .filter(address -> address.contains("?"))
                .flatMap(address ->
                        Arrays.stream(address.substring(address.indexOf('?') + 1).split("&", -1)))
                .filter(pair -> pair.startsWith(CAMPAIGN))
                .map(pair -> decoded(pair.substring(CAMPAIGN.length())))
                .filter(name -> !name.isBlank())
                .findFirst();
    }

    /// What is not encoded rightly is taken as it stands.
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return value;
        }
    }

    /// The part of the page's address behind the host, without what was asked of it.
    Optional<String> path() {
        return page.map(address -> address.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", ""))
                .map(path -> path.replaceFirst("[?#].*", ""))
                .map(path -> path.startsWith("/") ? path : "/" + path);
    }
}
