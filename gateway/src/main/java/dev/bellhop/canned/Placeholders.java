package dev.bellhop.canned;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The placeholders of a canned response: `{{first_name}}`, or `{{first_name|there}}` with what to
/// say where nothing is known. A pure decision over text and facts.
public final class Placeholders {
    /// What can be asked of a conversation, in the order in which the form offers it.
    public static final List<String> NAMES =
            List.of("first_name", "name", "email", "phone", "agent", "site", "page", "code");

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{\\s*([A-Za-z_]{1,40})\\s*(?:\\|([^{}\\n]{0,80}))?}}");

    /// Stands where nothing is known until what is around it has been looked at.
    private static final String HOLE = "\0";

    private static final Pattern HOLES = Pattern.compile("\0(?:[ \t\u00a0]*\0)+");

    /// A line's first word is its hole: what divided it from the rest goes, and the next begins.
    private static final Pattern AT_BEGIN =
            Pattern.compile(
                    "^[ \t]*\0[ \t\u00a0]*[,.;:!?،؛，、；：。！？]*[ \t\u00a0]*(\\X?)", Pattern.MULTILINE);

    private static final Pattern BEFORE_END =
            Pattern.compile(
                    "(?:[,،，、]?[ \t\u00a0]+|[,،，、])?\0[ \t\u00a0]*" + "(?=[,.;:!?…)،؛؟।，、；：。！？]|$)",
                    Pattern.MULTILINE);

    private static final Pattern BETWEEN =
            Pattern.compile("([ \t\u00a0])[ \t\u00a0]*\0[ \t\u00a0]+");

    /// A response made ready for a conversation.
    ///
    /// @param missing placeholders of which nothing is known and for which the text has no other
    ///   words; they stand in the text as they were, for the agent to fill
    public record Filled(String text, List<String> missing) {
        public Filled {
            missing = List.copyOf(missing);
        }
    }

    private Placeholders() {}

    /// The placeholders in a text.
    public static Set<String> in(String text) {
        var found = new TreeSet<String>();
        PLACEHOLDER.matcher(text).results().map(Placeholders::name).forEach(found::add);
        return found;
    }

    /// The placeholders in a text that stand for nothing we know.
    public static Set<String> unknown(String text) {
        var unknown = in(text);
        unknown.removeAll(NAMES);
        return unknown;
    }

    /// Fills a text.
    ///
    /// @param facts what is known, by the names above; blank is as good as unknown
    public static Filled fill(String text, Map<String, String> facts) {
        var missing = new LinkedHashSet<String>();
        var filled =
                PLACEHOLDER
                        .matcher(text)
                        .replaceAll(found -> {
                            var name = name(found);
                            var known =
                                    Optional.ofNullable(facts.get(name))
                                            .filter(fact -> !fact.isBlank())
                                            .or(() -> Optional.ofNullable(found.group(2)));
                            if (known.isEmpty()) {
                                missing.add(name);
                            }
                            return java.util.regex.Matcher.quoteReplacement(
                                    known.orElse(found.group()));
                        });
        return new Filled(filled, new ArrayList<>(missing));
    }

    /// The placeholders of a text that has no other words for where nothing is known.
    public static Set<String> bare(String text) {
        var found = new TreeSet<String>();
        PLACEHOLDER
                .matcher(text)
                .results()
                .filter(it -> it.group(2) == null)
                .map(Placeholders::name)
                .forEach(found::add);
        return found;
    }

    /// Fills a text that nobody looks at before it is read: where nothing is known nothing stands,
    /// and what would look odd around it goes, too.
    ///
    /// @param facts as for [#fill]
    public static String say(String text, Map<String, String> facts) {
        var filled =
                PLACEHOLDER
                        .matcher(text.replace(HOLE, ""))
                        .replaceAll(found ->
                                java.util.regex.Matcher.quoteReplacement(
                                        Optional.ofNullable(facts.get(name(found)))
                                                .filter(fact -> !fact.isBlank())
                                                .map(fact -> fact.replace(HOLE, ""))
                                                .or(() -> Optional.ofNullable(found.group(2)))
                                                .filter(words -> !words.isBlank())
                                                .orElse(HOLE)));
        return filled.contains(HOLE) ? closed(filled) : filled;
    }

    /// “Hi {{name}}!” becomes “Hi!”, “Well, {{name}}, come in” becomes “Well, come in”, and
    /// “{{name}}, come in” becomes “Come in”.
    private static String closed(String text) {
        var single = HOLES.matcher(text).replaceAll(HOLE);
        var begun =
                AT_BEGIN.matcher(single)
                        .replaceAll(found ->
                                java.util.regex.Matcher.quoteReplacement(
                                        found.group(1).toUpperCase(Locale.ROOT)));
        var ended = BEFORE_END.matcher(begun).replaceAll("");
        return BETWEEN.matcher(ended).replaceAll("$1").replace(HOLE, "");
    }

    private static String name(MatchResult found) {
        return found.group(1).toLowerCase(Locale.ROOT);
    }
}
