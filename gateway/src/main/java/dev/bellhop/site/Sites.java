package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.Changes;
import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The keeper of `site`. Sites are few and asked for by every widget, so they are held in memory.
public final class Sites {
    private static final String COLUMNS =
            "id, site_key, name, channel_id, origins, widget, hours, away, follow_up FROM site";

    /// A site before it has an id.
    public record Draft(
            String key, String name, OptionalLong channelId, List<String> origins, Widget widget) {}

    /// All of them, in the order in which they were added.
    private record Held(List<Site> all, Map<String, Site> byKey, Map<Long, Site> byId) {
        Held(List<Site> all) {
            this(
                    all,
                    all.stream().collect(Collectors.toMap(Site::key, Function.identity())),
                    all.stream().collect(Collectors.toMap(Site::id, Function.identity())));
        }
    }

    private final Database database;
    private final Audit audit;
    private final Clock clock;
    private volatile Held held = new Held(List.of());
    private final Copy copy = new Copy(this::load);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public Sites(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        load();
    }

    /// What is held of it, to be kept the same at every gateway.
    public Copy copy() {
        return copy;
    }

    /// Calls the listener after something of a site was changed here.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void changed() {
        copy.changed();
        listeners.forEach(Runnable::run);
    }

    /// The names of the sites that a business number relays for.
    public List<String> using(long channelId) {
        return all().stream()
                .filter(site -> site.channelId().equals(OptionalLong.of(channelId)))
                .map(Site::name)
                .toList();
    }

    public Optional<Site> byKey(String key) {
        return Optional.ofNullable(held.byKey().get(key));
    }

    public Optional<Site> find(long id) {
        return Optional.ofNullable(held.byId().get(id));
    }

    /// Every site, in the order in which they were added.
    public List<Site> all() {
        return held.all();
    }

    /// Whether a page of this origin may use the widget of any site.
    public boolean serves(String origin) {
        return held.all().stream().anyMatch(site -> site.allows(origin));
    }

    /// Adds a site.
    ///
    /// @throws Refusal `conflict` when there is one with its key
    public long add(Actor actor, Draft draft) {
        try {
            long id = database.inTransaction(tx -> insert(tx, actor, draft));
            changed();
            return id;
        } catch (DuplicateKey taken) {
            throw Refusal.of(Code.CONFLICT, "There is a site with this key already.");
        }
    }

    private long insert(Tx tx, Actor actor, Draft draft) {
        long made =
                tx.insert(
                        """
                        INSERT INTO site (site_key, name, channel_id, origins, widget, created_at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        RETURNING id
                        """,
                        draft.key(),
                        draft.name(),
                        draft.channelId(),
                        strings(draft.origins()),
                        Json.text(WidgetJson.of(draft.widget())),
                        clock.instant());
        note(
                tx,
                actor,
                "site.added",
                made,
                Json.object().put("key", draft.key()).put("name", draft.name()));
        return made;
    }

    /// Replaces the origins that may use a site's widget.
    public void allow(Actor actor, long id, List<String> origins) {
        database.write(tx -> {
            var before = lock(tx, id);
            tx.change("UPDATE site SET origins = ? WHERE id = ?", strings(origins), id);
            note(
                    tx,
                    actor,
                    "site.origins_changed",
                    id,
                    Changes.between(json(before.origins()), json(origins)));
        });
        changed();
    }

    /// Changes name, number and origins, from what they are at that moment.
    public void change(Actor actor, long id, UnaryOperator<Site> change) {
        database.write(tx -> {
            var before = lock(tx, id);
            change(tx, actor, before, change.apply(before));
        });
        changed();
    }

    /// Changes the widget, from what it is at that moment.
    public void changeWidget(Actor actor, long id, UnaryOperator<Site> change) {
        database.write(tx -> {
            var before = lock(tx, id);
            changeWidget(tx, actor, id, before.widget(), change.apply(before).widget());
        });
        changed();
    }

    /// Changes name, number, origins and the widget together, from what they are at that moment.
    public void changeAppearance(Actor actor, long id, UnaryOperator<Site> change) {
        database.write(tx -> {
            var before = lock(tx, id);
            var site = change.apply(before);
            change(tx, actor, before, site);
            changeWidget(tx, actor, id, before.widget(), site.widget());
        });
        changed();
    }

    private void change(Tx tx, Actor actor, Site before, Site site) {
        tx.change(
                "UPDATE site SET name = ?, channel_id = ?, origins = ? WHERE id = ?",
                site.name(),
                site.channelId(),
                strings(site.origins()),
                site.id());
        note(tx, actor, "site.changed", site.id(), Changes.between(json(before), json(site)));
    }

    private static ObjectNode json(Site site) {
        var json = json(site.origins()).put("name", site.name());
        site.channelId().ifPresent(channel -> json.put("channel_id", channel));
        return json;
    }

    private static ObjectNode json(List<String> origins) {
        var json = Json.object();
        origins.forEach(json.putArray("origins")::add);
        return json;
    }

    private void changeWidget(Tx tx, Actor actor, long id, Widget before, Widget changed) {
        var widget = WidgetJson.of(changed);
        tx.change("UPDATE site SET widget = ? WHERE id = ?", Json.text(widget), id);
        note(tx, actor, "site.widget_changed", id, Changes.between(WidgetJson.of(before), widget));
    }

    /// Changes the hours and the away message, from what they are at that moment.
    public void changeHours(Actor actor, long id, UnaryOperator<Site> change) {
        database.write(tx -> {
            var before = lock(tx, id);
            var changed = change.apply(before);
            var hours = changed.hours().map(HoursJson::of);
            var away = changed.away().map(AwayForm::json);
            tx.change(
                    "UPDATE site SET hours = ?, away = ? WHERE id = ?",
                    hours.map(Json::text),
                    away.map(Json::text),
                    id);
            note(
                    tx,
                    actor,
                    "site.hours_changed",
                    id,
                    Changes.between(hours(before), hours(changed)));
        });
        changed();
    }

    /// Changes how a site follows up, from how it does at that moment.
    public void changeFollowUp(Actor actor, long id, UnaryOperator<Site> change) {
        database.write(tx -> {
            var site = lock(tx, id);
            var before = site.followUp();
            var changed = change.apply(site).followUp();
            tx.change(
                    "UPDATE site SET follow_up = ? WHERE id = ?",
                    changed.isNone() ? null : Json.text(FollowUpForm.json(changed)),
                    id);
            note(
                    tx,
                    actor,
                    "site.follow_up_changed",
                    id,
                    Changes.between(FollowUpForm.json(before), FollowUpForm.json(changed)));
        });
        changed();
    }

    private static ObjectNode hours(Site site) {
        var json = Json.object();
        site.hours().ifPresent(hours -> json.set("hours", HoursJson.of(hours)));
        site.away().ifPresent(away -> json.set("away", AwayForm.json(away)));
        return json;
    }

    private static Site lock(Tx tx, long id) {
        return tx.one("SELECT " + COLUMNS + " WHERE id = ? FOR UPDATE", Sites::site, id)
                .orElseThrow(Sites::unknown);
    }

    static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "There is no such site.");
    }

    private void note(Tx tx, Actor actor, String action, long id, ObjectNode detail) {
        audit.append(tx, actor, action, "site " + id, Json.text(detail));
    }

    private void load() {
        held =
                new Held(
                        database.read(
                                tx -> tx.query("SELECT " + COLUMNS + " ORDER BY id", Sites::site)));
    }

    private static Site site(Row row) {
        return new Site(
                row.number("id"),
                row.text("site_key"),
                row.text("name"),
                row.numberMaybe("channel_id"),
                WidgetJson.strings(Json.parse(row.text("origins"))),
                WidgetJson.stored(Json.parse(row.text("widget"))),
                row.textMaybe("hours").map(Json::parse).flatMap(HoursJson::stored),
                row.textMaybe("away").map(Json::parse).flatMap(AwayForm::stored),
                row.textMaybe("follow_up")
                        .map(Json::parse)
                        .map(FollowUpForm::read)
                        .orElse(FollowUp.NONE));
    }

    private static String strings(List<String> strings) {
        var array = Json.object().arrayNode();
        strings.forEach(array::add);
        return Json.text((JsonNode) array);
    }
}
