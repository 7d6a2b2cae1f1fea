package dev.bellhop.channel;

import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.TemplatePage;
import dev.bellhop.whatsapp.TemplatePage.Entry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The statements of [Templates]: how a row is read and written.
final class TemplateRows {
    static final int REASON_MAX = 1_000;
    static final int CATEGORY_MAX = 24;
    static final int STATUS_MAX = 32;
    static final int QUALITY_MAX = 16;
    private static final String SELECT =
            """
            SELECT id, account_id, meta_id, name, language, category, next_category, status, reason,
                   quality, named, components, as_of
            FROM template
            """;

    private TemplateRows() {}

    static Optional<Template> find(Tx tx, long id) {
        return tx.one(SELECT + "WHERE id = ?", TemplateRows::template, id);
    }

    static Optional<Template> find(Tx tx, String accountId, TemplateName name) {
        return tx.one(
                SELECT + "WHERE account_id = ? AND name = ? AND language = ?",
                TemplateRows::template,
                accountId,
                name.name(),
                TemplatePage.language(name.language()));
    }

    static List<Template> page(
            Tx tx, List<String> accounts, Optional<String> status, long afterId, int count) {
        var parameters = new ArrayList<Object>(accounts);
        parameters.add(afterId);
        status.ifPresent(parameters::add);
        parameters.add(count);
        return tx.query(
                SELECT
                        + "WHERE account_id IN ("
                        + Tx.marks(accounts.size())
                        + ") AND id > ? "
                        + (status.isPresent() ? "AND status = ? " : "")
                        + "ORDER BY id LIMIT ?",
                TemplateRows::template,
                parameters.toArray());
    }

    /// All of an account, so that nobody else changes them before this transaction ends.
    static List<Template> lockedOf(Tx tx, String accountId) {
        return tx.query(
                SELECT + "WHERE account_id = ? FOR UPDATE", TemplateRows::template, accountId);
    }

    static Optional<Template> locked(Tx tx, Item.TemplateChange change) {
        return tx.one(
                        SELECT + "WHERE account_id = ? AND meta_id = ? FOR UPDATE",
                        TemplateRows::template,
                        change.accountId(),
                        change.templateId())
                .or(() ->
                        find(
                                tx,
                                change.accountId(),
                                new TemplateName(change.name(), change.language())));
    }

    static void store(Tx tx, String accountId, Entry entry, Instant now) {
        tx.change(
                """
                INSERT INTO template
                  (account_id, meta_id, name, language, category, status, reason, quality, named,
                   components, as_of)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE
                  meta_id = VALUES(meta_id),
                  next_category = IF(category = VALUES(category), next_category, NULL),
                  category = VALUES(category), status = VALUES(status), reason = VALUES(reason),
                  quality = VALUES(quality), named = VALUES(named),
                  components = VALUES(components), as_of = VALUES(as_of)
                """,
                accountId,
                entry.id(),
                entry.name(),
                entry.language(),
                Templates.cut(entry.category(), CATEGORY_MAX),
                Templates.cut(entry.status(), STATUS_MAX),
                entry.reason().map(why -> Templates.cut(why, REASON_MAX)),
                entry.quality().map(score -> Templates.cut(score, QUALITY_MAX)),
                entry.named(),
                Json.text(entry.components()),
                now);
    }

    /// Writes what a notification told.
    static void tell(Tx tx, Template template, Instant at) {
        tx.change(
                """
                UPDATE template
                SET category = ?, next_category = ?, status = ?, reason = ?, quality = ?,
                    as_of = GREATEST(as_of, ?)
                WHERE id = ?
                """,
                template.category(),
                template.nextCategory(),
                template.status(),
                template.reason(),
                template.quality(),
                at,
                template.id());
    }

    /// All that Meta's list has is as it says.
    static void confirm(Tx tx, String accountId, Instant askedAt) {
        tx.change(
                "UPDATE template SET as_of = ? WHERE account_id = ? AND as_of < ?",
                askedAt,
                accountId,
                askedAt);
    }

    static void delete(Tx tx, long id) {
        tx.change("DELETE FROM template WHERE id = ?", id);
    }

    private static Template template(Row row) {
        return new Template(
                row.number("id"),
                row.text("account_id"),
                row.text("meta_id"),
                new TemplateName(row.text("name"), row.text("language")),
                row.text("category"),
                row.textMaybe("next_category"),
                row.text("status"),
                row.textMaybe("reason"),
                row.textMaybe("quality"),
                row.flag("named"),
                Json.parse(row.text("components")),
                row.instant("as_of"));
    }
}
