package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Outgoing;
import dev.bellhop.whatsapp.TemplatePage.Entry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The keeper of `template`: what Meta has told of an account's templates, by list or by
/// notification, the newest telling winning. It asks Meta nothing itself; [TemplateOffice] does.
public final class Templates {
    /// As many as Meta allows an account.
    private static final int OF_ACCOUNT_MAX = 6_000;

    /// Meta tells times in whole seconds, and our clock is not Meta's.
    private static final Duration SLACK = Duration.ofSeconds(10);

    /// Events that leave a template as it was and only say something about it.
    private static final Set<String> REMARKS = Set.of("FLAGGED", "LOCKED", "UNLOCKED");

    /// Events after which it can be sent again.
    private static final Set<String> RETURNS = Set.of("REINSTATED", "UNARCHIVED");

    /// What a list from Meta changed here.
    record Changes(int added, int changed, int removed) {}

    private final Database database;
    private final Audit audit;
    private final Channels channels;
    private final Clock clock;
    private volatile Consumer<String> changed = _ -> {};

    public Templates(Database database, Audit audit, Channels channels, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.channels = channels;
        this.clock = clock;
    }

    /// Who hears, by account, that templates are not as they were.
    void onChange(Consumer<String> hears) {
        changed = hears;
    }

    /// A template that can go out on a channel now.
    ///
    /// @return empty when there is none of that name, or it is not approved
    public Optional<UsableTemplate> usable(long channelId, String name, String language) {
        return channels.find(channelId)
                .flatMap(channel -> find(channel.accountId(), new TemplateName(name, language)))
                .filter(Template::isApproved)
                .map(UsableTemplate::of);
    }

    /// All that can go out on a channel now, by name and language.
    public List<UsableTemplate> usable(long channelId) {
        return channels.find(channelId).stream()
                .flatMap(channel ->
                        page(
                                List.of(channel.accountId()),
                                Optional.of(Template.APPROVED),
                                0,
                                OF_ACCOUNT_MAX)
                                .stream())
                .map(UsableTemplate::of)
                .sorted(
                        Comparator.comparing((UsableTemplate it) -> it.name().name())
                                .thenComparing(it -> it.name().language()))
                .toList();
    }

    /// The template that goes to an inbox phone of a channel whose window has closed; empty when
    /// none was chosen, it is not usable now, or its header wants more than words.
    public Optional<UsableTemplate> ofRelay(long channelId) {
        return channels.find(channelId)
                .flatMap(Channel::relayTemplate)
                .flatMap(t -> usable(channelId, t.name(), t.language()))
                .filter(t -> t.header() == UsableTemplate.Header.WORDS);
    }

    /// The relay's template with a visitor's words, shortened where they are too long for it.
    ///
    /// @param who the visitor and the conversation
    /// @return empty when none was chosen, it is not usable now, or it has no place for words
    public Optional<Outgoing.Template> relayed(long channelId, String who, String words) {
        return ofRelay(channelId).flatMap(template -> template.relaying(who, words));
    }

    Optional<Template> find(String accountId, TemplateName name) {
        return database.read(tx -> TemplateRows.find(tx, accountId, name));
    }

    Optional<Template> find(long id) {
        return database.read(tx -> TemplateRows.find(tx, id));
    }

    /// A page, by id.
    ///
    /// @param accounts of these
    /// @param status only those of it
    List<Template> page(List<String> accounts, Optional<String> status, long afterId, int count) {
        return accounts.isEmpty()
                ? List.of()
                : database.read(tx -> TemplateRows.page(tx, accounts, status, afterId, count));
    }

    /// Takes over Meta's whole list. What was told after the list was asked for stays.
    ///
    /// @param askedAt when Meta was asked for the first page
    Changes replaceAll(Actor actor, String accountId, List<Entry> entries, Instant askedAt) {
        var changes =
                database.inTransaction(tx -> {
                    var result = replaceAll(tx, accountId, entries, askedAt);
                    if (result.added() + result.changed() + result.removed() > 0) {
                        audit.append(
                                tx,
                                actor,
                                "template.synced",
                                "account " + accountId,
                                Json.text(
                                        Json.object()
                                                .put("added", result.added())
                                                .put("changed", result.changed())
                                                .put("removed", result.removed())));
                    }
                    return result;
                });
        changed.accept(accountId);
        return changes;
    }

    private Changes replaceAll(Tx tx, String accountId, List<Entry> entries, Instant askedAt) {
        var known = new HashMap<TemplateName, Template>();
        for (Template template : TemplateRows.lockedOf(tx, accountId)) {
            known.put(template.name(), template);
        }
        int added = 0;
        int updated = 0;
        for (Entry entry : entries) {
            var before = known.remove(new TemplateName(entry.name(), entry.language()));
            if (before == null) {
                TemplateRows.store(tx, accountId, entry, askedAt);
                added++;
            } else if (!before.asOf().isAfter(askedAt) && differs(before, entry)) {
                TemplateRows.store(tx, accountId, entry, askedAt);
                updated++;
            }
        }
        int removed = 0;
        for (Template gone : known.values()) {
            if (!gone.asOf().isAfter(askedAt)) {
                TemplateRows.delete(tx, gone.id());
                removed++;
            }
        }
        TemplateRows.confirm(tx, accountId, askedAt);
        return new Changes(added, updated, removed);
    }

    private static boolean differs(Template before, Entry now) {
        return !before.metaId().equals(now.id())
                || !before.category().equals(cut(now.category(), TemplateRows.CATEGORY_MAX))
                || !before.status().equals(cut(now.status(), TemplateRows.STATUS_MAX))
                || !before.quality()
                        .equals(now.quality().map(q -> cut(q, TemplateRows.QUALITY_MAX)))
                || before.named() != now.named()
                || !before.components().equals(now.components());
    }

    /// Notes a template that Meta took for review.
    long created(Actor actor, String accountId, Entry entry) {
        long id =
                database.inTransaction(tx -> {
                    TemplateRows.store(tx, accountId, entry, clock.instant());
                    var name = new TemplateName(entry.name(), entry.language());
                    var stored = TemplateRows.find(tx, accountId, name).orElseThrow();
                    append(tx, actor, "template.created", stored, entry.status());
                    return stored.id();
                });
        changed.accept(accountId);
        return id;
    }

    /// Notes a change of a template that Meta took for review.
    void edited(Actor actor, Template template, Entry entry) {
        database.write(tx -> {
            TemplateRows.store(tx, template.accountId(), entry, clock.instant());
            append(tx, actor, "template.edited", template, entry.status());
        });
        changed.accept(template.accountId());
    }

    /// Notes that Meta deleted a template.
    void deleted(Actor actor, Template template) {
        database.write(tx -> {
            TemplateRows.delete(tx, template.id());
            append(tx, actor, "template.deleted", template, "");
        });
        changed.accept(template.accountId());
    }

    /// Takes in `message_template_status_update`.
    ///
    /// @param event such as `APPROVED`, `REJECTED`, `PAUSED`
    /// @param reason why, in Meta's words
    /// @return whether it could be taken: the template is known, and the news are not older than
    ///   what is known of it
    boolean statusChanged(Item.TemplateChange change, String event, Optional<String> reason) {
        var told = cut(event.toUpperCase(Locale.ROOT), TemplateRows.STATUS_MAX);
        var why = reason.map(words -> cut(words, TemplateRows.REASON_MAX));
        return update(
                change,
                "template.status_changed",
                template ->
                        template.withStatus(
                                REMARKS.contains(told)
                                        ? template.status()
                                        : RETURNS.contains(told) ? Template.APPROVED : told,
                                why));
    }

    /// Takes in `message_template_quality_update`.
    ///
    /// @return as [#statusChanged]
    boolean qualityChanged(Item.TemplateChange change, String quality) {
        return update(
                change,
                "template.quality_changed",
                template -> template.withQuality(cut(quality, TemplateRows.QUALITY_MAX)));
    }

    /// Takes in `template_category_update`.
    ///
    /// @param category the present one
    /// @param next what it will become, when the change is only announced
    /// @return as [#statusChanged]
    boolean categoryChanged(Item.TemplateChange change, String category, Optional<String> next) {
        return update(
                change,
                "template.category_changed",
                template ->
                        template.withCategory(
                                cut(category, TemplateRows.CATEGORY_MAX),
                                next.map(coming -> cut(coming, TemplateRows.CATEGORY_MAX))));
    }

    private boolean update(
            Item.TemplateChange change, String action, UnaryOperator<Template> told) {
        var at = change.at().orElseGet(clock::instant);
        boolean taken =
                database.inTransaction(tx -> {
                    var known = TemplateRows.locked(tx, change);
                    if (known.isEmpty() || at.plus(SLACK).isBefore(known.get().asOf())) {
                        return false;
                    }
                    var next = told.apply(known.get());
                    if (!next.equals(known.get())) {
                        TemplateRows.tell(tx, next, at);
                        append(tx, Actor.SYSTEM, action, next, change.news().line());
                    }
                    return true;
                });
        if (taken) {
            changed.accept(change.accountId());
        }
        return taken;
    }

    private void append(Tx tx, Actor actor, String action, Template template, String word) {
        audit.append(
                tx,
                actor,
                action,
                cut("template " + template.name(), 160),
                Json.text(Json.object().put("account", template.accountId()).put("now", word)));
    }

    static String cut(String text, int max) {
        return text.length() > max ? text.substring(0, max) : text;
    }
}
