package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// The keeper of `site`. Sites are few and asked for by every widget, so they are held in memory.
public final class Sites {

    /// A site before it has an id.
    public record Draft(
            String key,
            String name,
            OptionalLong channelId,
            List<String> origins,
            Site.Appearance widget) {}

    private final Database database;
    private final Audit audit;
    private final Clock clock;
    private final Map<String, Site> held = new ConcurrentHashMap<>();

    public Sites(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        load();
    }

    public Optional<Site> byKey(String key) {
        return Optional.ofNullable(held.get(key));
    }

    public Optional<Site> find(long id) {
        return held.values().stream().filter(site -> site.id() == id).findFirst();
    }

    /// Whether a page of this origin may use the widget of any site.
    public boolean serves(String origin) {
        return held.values().stream().anyMatch(site -> site.allows(origin));
    }

    public long add(Actor actor, Draft draft) {
        long id =
                database.inTransaction(tx -> {
                    long made =
                            tx.insert(
                                    """
                                    INSERT INTO site (site_key, name, channel_id, origins, widget, created_at)
                                    VALUES (?, ?, ?, ?, ?, ?)
                                    RETURNING id
                                    """,
                                    draft.key(),
                                    draft.name(),
                                    draft.channelId().isPresent()
                                            ? draft.channelId().getAsLong()
                                            : null,
                                    origins(draft.origins()),
                                    appearance(draft.widget()),
                                    clock.instant());
                    audit.append(
                            tx,
                            actor,
                            "site.added",
                            "site " + made,
                            Json.text(
                                    Json.object()
                                            .put("key", draft.key())
                                            .put("name", draft.name())));
                    return made;
                });
        load();
        return id;
    }

    /// Replaces the origins that may use a site's widget.
    public void allow(Actor actor, long id, List<String> origins) {
        database.write(tx -> {
            tx.change("UPDATE site SET origins = ? WHERE id = ?", origins(origins), id);
            var detail = Json.object();
            origins.forEach(detail.putArray("origins")::add);
            audit.append(tx, actor, "site.origins_changed", "site " + id, Json.text(detail));
        });
        load();
    }

    private void load() {
        var sites =
                database.read(tx ->
                        tx.query(
                                "SELECT id, site_key, name, channel_id, origins, widget FROM site",
                                Sites::site));
        sites.forEach(site -> held.put(site.key(), site));
        held.keySet().retainAll(sites.stream().map(Site::key).toList());
    }

    private static Site site(Row row) {
        return new Site(
                row.number("id"),
                row.text("site_key"),
                row.text("name"),
                row.numberMaybe("channel_id"),
                strings(Json.parse(row.text("origins"))),
                appearance(Json.parse(row.text("widget"))));
    }

    private static String origins(List<String> origins) {
        var array = Json.object().arrayNode();
        origins.forEach(array::add);
        return Json.text(array);
    }

    private static String appearance(Site.Appearance widget) {
        var node =
                Json.object()
                        .put("initials", widget.initials())
                        .put("theme", widget.theme())
                        .put("position", widget.position())
                        .put("greeting_title", widget.greetingTitle())
                        .put("greeting_text", widget.greetingText());
        widget.questions().forEach(node.putArray("questions")::add);
        return Json.text(node);
    }

    private static Site.Appearance appearance(JsonNode node) {
        return new Site.Appearance(
                node.path("initials").asText(""),
                node.path("theme").asText("auto"),
                node.path("position").asText("right"),
                node.path("greeting_title").asText(""),
                node.path("greeting_text").asText(""),
                strings(node.path("questions")));
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }
}
