package dev.bellhop.site;

import static dev.bellhop.web.Access.proved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Ids;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SettingsPart;

import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/// Sites for programs, under `/api/v1/sites`.
public final class SitesApi {
    private static final Access READ = Access.needs(Permission.SETTINGS_READ);
    private static final Access CHANGE = Access.needs(Permission.SETTINGS_CHANGE);
    private static final String ALL = "/api/v1/sites";
    private static final String ONE = ALL + "/{id}";
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private final Sites sites;
    private final IdentitySecrets secrets;
    private final LongPredicate channels;
    private final Clock clock;

    /// @param channels whether there is a channel of this id
    public SitesApi(Sites sites, IdentitySecrets secrets, LongPredicate channels, Clock clock) {
        this.sites = sites;
        this.secrets = secrets;
        this.channels = channels;
        this.clock = clock;
    }

    public void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::add)
                .get(ONE, READ, this::show)
                .patch(ONE, CHANGE, this::change)
                .get(ONE + "/widget", READ, part("widget"))
                .patch(ONE + "/widget", CHANGE, this::changeWidget)
                .get(ONE + "/hours", READ, part("hours"))
                .put(ONE + "/hours", CHANGE, this::setHours)
                .get(ONE + "/away", READ, part("away"))
                .put(ONE + "/away", CHANGE, this::setAway)
                .get(ONE + "/follow-up", READ, part("follow_up"))
                .put(ONE + "/follow-up", CHANGE, this::setFollowUp)
                .post(ONE + "/identity-secret", proved(CHANGE), this::makeSecret);
    }

    /// The sites, as they stand among all settings.
    public SettingsPart settings() {
        return new SettingsPart(
                "sites",
                Permission.SETTINGS_READ,
                () -> sites.all().stream().map(SitesApi::settings).toList());
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        long after = paging.numberCursor().orElse(0);
        var found =
                sites.all().stream()
                        .filter(site -> site.id() > after)
                        .limit(paging.limit() + 1L)
                        .toList();
        Answers.json(response, paging.page(found, this::json, site -> Long.toString(site.id())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var site = site(request);
        Answers.tagged(request, response, state(site), json(site));
    }

    /// Shows one part, in the form in which it is set, under the tag of the site.
    private Handler part(String member) {
        return (request, response) -> {
            var site = site(request);
            Answers.tagged(request, response, state(site), settings(site).path(member));
        };
    }

    private void add(ServerRequest request, ServerResponse response) {
        long id = sites.add(Actor.of(request), SiteForm.draft(body(request), channels));
        Answers.json(
                response, Status.CREATED_201, json(sites.find(id).orElseThrow(Sites::unknown)));
    }

    private void change(ServerRequest request, ServerResponse response) {
        var change = SiteForm.change(body(request), channels);
        sites.change(Actor.of(request), site(request).id(), ifMatches(request, change));
        show(request, response);
    }

    private void changeWidget(ServerRequest request, ServerResponse response) {
        var body = body(request);
        sites.changeWidget(
                Actor.of(request),
                site(request).id(),
                ifMatches(request, now -> now.with(WidgetForm.changed(now.widget(), body))));
        show(request, response);
    }

    private void setHours(ServerRequest request, ServerResponse response) {
        var hours = HoursJson.read(body(request));
        sites.changeHours(
                Actor.of(request),
                site(request).id(),
                ifMatches(request, now -> now.with(hours, now.away())));
        show(request, response);
    }

    private void setAway(ServerRequest request, ServerResponse response) {
        var away = AwayForm.read(body(request));
        sites.changeHours(
                Actor.of(request),
                site(request).id(),
                ifMatches(request, now -> now.with(now.hours(), away)));
        show(request, response);
    }

    private void setFollowUp(ServerRequest request, ServerResponse response) {
        var followUp = FollowUpForm.read(body(request));
        sites.changeFollowUp(
                Actor.of(request),
                site(request).id(),
                ifMatches(request, now -> now.with(followUp)));
        show(request, response);
    }

    /// The same change, of nothing but what the caller has read.
    private static UnaryOperator<Site> ifMatches(
            ServerRequest request, UnaryOperator<Site> change) {
        var read = IfMatch.of(request);
        return now -> {
            read.check(state(now));
            return change.apply(now);
        };
    }

    /// What a change is compared by: all that can be set, whichever part of it is changed.
    private static String state(Site site) {
        return site.id() + Json.text(settings(site));
    }

    /// Shown here and never again.
    private void makeSecret(ServerRequest request, ServerResponse response) {
        var secret = secrets.make(Actor.of(request), site(request).id());
        Answers.json(
                response,
                Json.object()
                        .put("fingerprint", secret.fingerprint())
                        .put("once", secret.reveal()));
    }

    private static ObjectNode settings(Site site) {
        var node = Json.object().put("key", site.key()).put("name", site.name());
        site.channelId()
                .ifPresentOrElse(
                        id -> node.put("channel_id", id), () -> node.putNull("channel_id"));
        site.origins().forEach(node.putArray("origins")::add);
        node.set("widget", WidgetJson.of(site.widget()));
        site.hours()
                .ifPresentOrElse(
                        hours -> node.set("hours", HoursJson.of(hours)),
                        () -> node.putNull("hours"));
        node.set("away", site.away().map(AwayForm::json).orElse(null));
        node.set("follow_up", FollowUpForm.json(site.followUp()));
        return node;
    }

    private ObjectNode json(Site site) {
        var node = Json.object().put("id", site.id());
        node.setAll(settings(site));
        node.put("identity_secret", secrets.fingerprint(site.id()).orElse(null));
        var now = clock.instant();
        return node.put("open", site.hours().map(hours -> hours.isOpenAt(now)).orElse(true))
                .put(
                        "next_opening",
                        site.hours()
                                .flatMap(hours -> hours.nextOpening(now))
                                .filter(opening -> opening.isAfter(now))
                                .map(Instant::toString)
                                .orElse(null))
                .set("warnings", warnings(site));
    }

    private static ArrayNode warnings(Site site) {
        var warnings = Json.object().arrayNode();
        BiConsumer<String, String> warn = (field, words) -> warnings.add(field + ": " + words);
        AwayForm.of(site.away()).oddities().forEach(warn);
        FollowUpForm.of(site.followUp()).oddities().forEach(warn);
        return warnings;
    }

    private Site site(ServerRequest request) {
        return Ids.ofPath(request).flatMap(sites::find).orElseThrow(Sites::unknown);
    }

    private static JsonNode body(ServerRequest request) {
        return Json.read(Bodies.bytes(request, BODY_BYTES_MAX));
    }
}
