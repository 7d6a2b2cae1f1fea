package dev.bellhop.rule;

import dev.bellhop.db.Tx;
import dev.bellhop.people.Role;
import dev.bellhop.web.Permission;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What stands in rules as a number, by the names that people know, as it is now. What is not here
/// is gone.
///
/// @param sharing how teams' conversations get to their agents by themselves, where they do
/// @param agents those who can be given a conversation
/// @param canned everybody's responses, by shortcut
/// @param cannedTexts what they say, as far as it was asked for
public record Names(
        Map<Long, String> teams,
        Map<Long, String> sharing,
        Map<Long, String> agents,
        Map<Long, String> labels,
        Map<Long, String> sites,
        Map<Long, String> numbers,
        Map<Long, String> canned,
        Map<Long, String> cannedTexts) {

    private static final List<String> ANSWERING =
            Arrays.stream(Role.values())
                    .filter(role -> role.permissions().contains(Permission.CONVERSATIONS_ANSWER))
                    .map(Role::wireName)
                    .toList();

    /// With what all canned responses say.
    static Names read(Tx tx) {
        return read(tx, map(tx, "SELECT id, text AS words FROM canned WHERE owner_id = 0"));
    }

    /// With what these say that a rule gives: a conversation that begins must not wait for all.
    static Names read(Tx tx, OptionalLong canned) {
        return read(
                tx,
                canned.isEmpty()
                        ? Map.of()
                        : map(
                                tx,
                                "SELECT id, text AS words FROM canned WHERE owner_id = 0 AND id ="
                                        + " ?",
                                canned.getAsLong()));
    }

    private static Names read(Tx tx, Map<Long, String> texts) {
        return new Names(
                map(tx, "SELECT id, name AS words FROM team ORDER BY name"),
                map(tx, "SELECT id, assignment AS words FROM team WHERE assignment <> 'off'"),
                map(
                        tx,
                        "SELECT id, name AS words FROM agent WHERE disabled_at IS NULL AND role IN"
                                + " ("
                                + Tx.marks(ANSWERING.size())
                                + ") ORDER BY name",
                        ANSWERING.toArray()),
                map(tx, "SELECT id, name AS words FROM label ORDER BY name"),
                map(tx, "SELECT id, name AS words FROM site ORDER BY name"),
                map(
                        tx,
                        """
                        SELECT id, IF(display_number = '', name, CONCAT('+', display_number)) AS words
                        FROM channel ORDER BY id
                        """),
                map(
                        tx,
                        """
                        SELECT id, CONCAT('/', shortcut) AS words FROM canned
                        WHERE owner_id = 0 ORDER BY shortcut
                        """),
                texts);
    }

    private static Map<Long, String> map(Tx tx, String sql, Object... parameters) {
        record Named(long id, String name) {}
        var names = new LinkedHashMap<Long, String>();
        tx.query(sql, row -> new Named(row.number("id"), row.text("words")), parameters)
                .forEach(named -> names.put(named.id(), named.name()));
        return names;
    }
}
