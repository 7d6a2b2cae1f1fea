package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// One thing that is otherwise in a file than at a gateway.
///
/// @param id at the gateway; empty for what is not there yet
/// @param members which ones differ
record SettingsChange(
        SettingsKind kind, String key, OptionalLong id, Document wanted, List<String> members) {
    SettingsChange {
        members = List.copyOf(members);
    }

    /// What is to be done so that a gateway has what a file says. What is not in the file stays.
    static List<SettingsChange> between(
            Map<SettingsKind, List<Document>> file, Map<SettingsKind, List<Document>> now) {
        var changes = new ArrayList<SettingsChange>();
        file.forEach((kind, wanted) -> {
            for (var thing : wanted) {
                of(kind, thing, now.getOrDefault(kind, List.of())).ifPresent(changes::add);
            }
        });
        return changes;
    }

    private static Optional<SettingsChange> of(
            SettingsKind kind, Document wanted, List<Document> now) {
        var key = wanted.text(kind.key()).orElseThrow();
        var there =
                now.stream()
                        .filter(it -> it.text(kind.key()).filter(key::equals).isPresent())
                        .toList();
        if (there.size() > 1) {
            throw new Failure(
                    Exit.CONFLICT,
                    "Two of the " + kind.word() + " have the " + kind.key() + " " + key + ".",
                    "The gateway has both, and they cannot be told apart.",
                    "Rename one of them.");
        }
        if (there.isEmpty()) {
            return Optional.of(
                    new SettingsChange(
                            kind,
                            key,
                            OptionalLong.empty(),
                            wanted,
                            List.copyOf(wanted.members().keySet())));
        }
        var present = there.getFirst();
        var differs =
                wanted.members().entrySet().stream()
                        .filter(it ->
                                !canonical(it.getValue())
                                        .equals(canonical(present.members().get(it.getKey()))))
                        .map(Map.Entry::getKey)
                        .toList();
        return differs.isEmpty()
                ? Optional.empty()
                : Optional.of(new SettingsChange(kind, key, present.number("id"), wanted, differs));
    }

    /// The same text for what is the same, in whatever order its members stand.
    private static String canonical(@Nullable Object value) {
        return new Document(new LinkedHashMap<>(Map.of("it", sorted(value)))).line();
    }

    private static Object sorted(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> {
                var all = new TreeMap<String, Object>();
                map.forEach((name, inner) -> all.put(String.valueOf(name), sorted(inner)));
                yield all;
            }
            case List<?> list -> list.stream().map(SettingsChange::sorted).toList();
            case Number number -> number.toString();
            default -> value;
        };
    }

    /// `sites/juniper: hours, away`
    String inWords() {
        return kind.word() + "/" + key + ": " + (id.isEmpty() ? "new" : String.join(", ", members));
    }

    /// The same for programs.
    Document document() {
        return Document.EMPTY
                .with("kind", kind.word())
                .with("key", key)
                .with("new", id.isEmpty())
                .with("members", members);
    }

    /// Whether there is a call that does it.
    boolean isPossible() {
        return id.isEmpty() || kind.parts().stream().noneMatch(it -> it.method().isEmpty());
    }

    /// Does it.
    void apply(Gateway gateway) {
        var first = kind.parts().getFirst();
        long thing = id.isPresent() ? id.getAsLong() : add(gateway, first);
        var path = kind.path() + "/" + thing;
        for (var part : kind.parts()) {
            var concerned = part.members().stream().filter(members::contains).toList();
            boolean isDone = id.isEmpty() && part.equals(first);
            if (!concerned.isEmpty() && !isDone) {
                change(gateway, path, part, concerned);
            }
        }
    }

    private long add(Gateway gateway, SettingsKind.Part first) {
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put(kind.key(), key);
        for (var member : first.members()) {
            if (wanted.members().containsKey(member)) {
                body.put(member, wanted.members().get(member));
            }
        }
        return gateway.post(kind.path(), new Document(body)).number("id").orElse(0);
    }

    private void change(
            Gateway gateway, String path, SettingsKind.Part part, List<String> concerned) {
        Document body;
        if (part.path().isEmpty()) {
            var members = new LinkedHashMap<String, @Nullable Object>();
            concerned.forEach(member -> members.put(member, wanted.members().get(member)));
            body = new Document(members);
        } else {
            var whole = wanted.members().get(concerned.getFirst());
            if (whole == null) {
                return; // nothing is said about it
            }
            body = wanted.object(concerned.getFirst());
        }
        if (part.method().equals("PUT")) {
            var _ = gateway.put(path + part.path(), body);
        } else {
            var _ = gateway.patch(path + part.path(), body);
        }
    }
}
