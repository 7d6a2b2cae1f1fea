package dev.bellhop.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The values of arguments that only a gateway knows, such as the codes of its conversations.
final class LiveValues {
    private static final int MOST = 100;
    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}@._:+/-]+");

    /// Where they are read, which member is the value and which tells what it is.
    private record Source(String path, String value, String about) {}

    private static final Source AGENTS = new Source("/api/v1/agents", "email", "name");
    private static final Source AGENT_IDS = new Source("/api/v1/agents", "id", "name");
    private static final Source NUMBERS = new Source("/api/v1/channels", "id", "name");
    private static final Source ROLES = new Source("/api/v1/roles", "name", "title");
    private static final Source SITES = new Source("/api/v1/sites", "id", "name");
    private static final Source TEAMS = new Source("/api/v1/teams", "id", "name");

    /// By the command and how its argument is called in its help.
    private static final Map<String, Source> SOURCES =
            Map.ofEntries(
                    Map.entry("agent AGENT", AGENTS),
                    Map.entry("agent ROLE", ROLES),
                    Map.entry("role ROLE", ROLES),
                    Map.entry("credentials NUMBER", NUMBERS),
                    Map.entry("webhook NUMBER", NUMBERS),
                    Map.entry("webhook --number", NUMBERS),
                    Map.entry("event ENDPOINT", new Source("/api/v1/events", "id", "name")),
                    Map.entry("event --site", SITES),
                    Map.entry(
                            "conversation CODE",
                            new Source("/api/v1/conversations", "code", "visitor.name")),
                    Map.entry("conversation --site", SITES),
                    Map.entry("conversation --team", TEAMS),
                    Map.entry("conversation --label", new Source("/api/v1/labels", "id", "name")),
                    Map.entry("report --site", new Source("/api/v1/sites", "key", "name")),
                    Map.entry("report --team", TEAMS),
                    Map.entry("report --agent", AGENT_IDS),
                    Map.entry("api-token ID", new Source("/api/v1/api-tokens", "id", "name")),
                    Map.entry("webhook ID", new Source("/api/v1/deliveries", "id", "state")));

    private LiveValues() {}

    /// Whether a gateway knows the values.
    static boolean has(String noun, String argument) {
        return SOURCES.containsKey(noun + ' ' + argument);
    }

    /// The first of them.
    ///
    /// @param argument an option's longest name, else a positional argument's label
    /// @throws Failure when the gateway does not say
    static List<Suggestion> of(Gateway gateway, String noun, String argument) {
        var source = SOURCES.get(noun + ' ' + argument);
        if (source == null) {
            return List.of();
        }
        return gateway
                .get(new Query(source.path()).with("limit", Integer.toString(MOST)).path())
                .items("items")
                .stream()
                .flatMap(item -> suggestion(item.flat(), source).stream())
                .toList();
    }

    /// What would mean something to a shell is not proposed.
    private static Optional<Suggestion> suggestion(Map<String, String> item, Source source) {
        return Optional.ofNullable(item.get(source.value()))
                .filter(value -> PLAIN.matcher(value).matches())
                .map(value ->
                        new Suggestion(value, Text.oneLine(item.getOrDefault(source.about(), ""))));
    }
}
