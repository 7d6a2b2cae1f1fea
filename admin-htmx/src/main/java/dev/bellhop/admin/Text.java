package dev.bellhop.admin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Words with links in them. Only addresses that cannot run anything become links.
public record Text(List<Part> parts) {
    /// Control and direction marks end an address, so that it reads as it goes.
    private static final Pattern ADDRESS =
            Pattern.compile("\\bhttps?://[^\\s\\p{Cntrl}\\p{Cf}<>\"]+", Pattern.CASE_INSENSITIVE);

    private static final String CLOSING = ".,;:!?'*_~…»”’)]}";

    public Text {
        parts = List.copyOf(parts);
    }

    /// A stretch of a text.
    public sealed interface Part {}

    /// Words and nothing else.
    public record Plain(String words) implements Part {}

    /// Words that stand out: who is meant, or what was looked for.
    public record Mark(String words) implements Part {}

    /// Words that lead somewhere: http, https, mailto, or a path of this panel.
    public record Link(String words, String href) implements Part {
        public Link {
            if (!leadsSafely(href)) {
                throw new IllegalArgumentException("not a link the panel draws: " + href);
            }
        }

        /// Whether it leaves the panel, and so opens beside it.
        public boolean outside() {
            return !href.startsWith("/");
        }
    }

    /// What somebody wrote: http and https addresses in it become links, all else stays words.
    public static Text of(String written) {
        var lines = written.replace("\r\n", "\n").replace('\r', '\n');
        var parts = new ArrayList<Part>();
        var addresses = ADDRESS.matcher(lines);
        int from = 0;
        while (addresses.find()) {
            var address = withoutClosing(addresses.group());
            if (leadsSafely(address)) {
                plain(parts, lines.substring(from, addresses.start()));
                parts.add(new Link(address, address));
                from = addresses.start() + address.length();
            }
        }
        plain(parts, lines.substring(from));
        return new Text(parts);
    }

    /// Words that are our own and hold no address.
    public static Text plain(String words) {
        return new Text(words.isEmpty() ? List.of() : List.of(new Plain(words)));
    }

    /// One link, or its words alone when the address is not one that the panel draws.
    public static Text link(String words, String href) {
        return new Text(List.of(leadsSafely(href) ? new Link(words, href) : new Plain(words)));
    }

    /// This text and then that one.
    public Text then(Text next) {
        var both = new ArrayList<>(parts);
        both.addAll(next.parts);
        return new Text(both);
    }

    /// The same words with some of them standing out, wherever they are not in a link.
    public Text marking(List<String> words) {
        var marks = words.stream().filter(word -> !word.isEmpty()).map(Pattern::quote).toList();
        if (marks.isEmpty()) {
            return this;
        }
        var any =
                Pattern.compile(
                        String.join("|", marks), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        var marked = new ArrayList<Part>();
        for (var part : parts) {
            if (part instanceof Plain(var plain)) {
                mark(marked, plain, any);
            } else {
                marked.add(part);
            }
        }
        return new Text(marked);
    }

    private static void mark(List<Part> parts, String words, Pattern any) {
        var found = any.matcher(words);
        int from = 0;
        while (found.find()) {
            plain(parts, words.substring(from, found.start()));
            parts.add(new Mark(found.group()));
            from = found.end();
        }
        plain(parts, words.substring(from));
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    private static void plain(List<Part> parts, String words) {
        if (!words.isEmpty()) {
            parts.add(new Plain(words));
        }
    }

    /// A sentence's own full stop or bracket does not belong to the address before it.
    private static String withoutClosing(String address) {
        int end = address.length();
        while (end > 0 && CLOSING.indexOf(address.charAt(end - 1)) >= 0) {
            if (address.charAt(end - 1) == ')' && address.indexOf('(') >= 0) {
                break;
            }
            end--;
        }
        return address.substring(0, end);
    }

    private static boolean leadsSafely(String href) {
        if (href.startsWith("/") && !href.startsWith("//") && !href.startsWith("/\\")) {
            return true;
        }
        try {
            var uri = new URI(href);
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return switch (scheme) {
                case "http", "https" -> uri.getHost() != null && uri.getUserInfo() == null;
                case "mailto" -> true;
                default -> false;
            };
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }
}
