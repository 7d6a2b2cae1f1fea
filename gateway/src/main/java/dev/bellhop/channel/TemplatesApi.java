package dev.bellhop.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Message templates for programs, under `/api/v1/templates`.
final class TemplatesApi {
    private static final Access READ = Access.needs(Permission.TEMPLATES_READ);
    private static final Access CHANGE = Access.needs(Permission.TEMPLATES_CHANGE);
    private static final String ALL = "/api/v1/templates";
    private static final String ONE = ALL + "/{id}";
    private static final Set<String> NEW =
            Set.of(
                    "channel",
                    "name",
                    "language",
                    "category",
                    "parameter_format",
                    "components",
                    "message_send_ttl_seconds",
                    "allow_category_change");
    private static final Set<String> PREVIEWED =
            Set.of("template", "components", "parameter_format", "values");

    private final Channels channels;
    private final Templates templates;
    private final TemplateOffice office;
    private final Limits limits;

    TemplatesApi(Channels channels, Templates templates, TemplateOffice office, Limits limits) {
        this.channels = channels;
        this.templates = templates;
        this.office = office;
        this.limits = limits;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::create)
                .post(ALL + "/sync", CHANGE, this::sync)
                .post(ALL + "/preview", READ, this::preview)
                .get(ONE, READ, this::show)
                .patch(ONE, CHANGE, this::edit)
                .delete(ONE, CHANGE, this::delete);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var query = request.query();
        var channel = query.first("channel").asOptional().map(id -> ChannelsApi.find(channels, id));
        var accounts =
                channel.map(List::of).orElseGet(channels::all).stream()
                        .map(Channel::accountId)
                        .distinct()
                        .toList();
        var found =
                templates.page(
                        accounts,
                        query.first("status")
                                .asOptional()
                                .map(status -> status.toUpperCase(Locale.ROOT)),
                        paging.numberCursor().orElse(0),
                        paging.limit() + 1);
        Answers.json(response, paging.page(found, TemplatesApi::json, t -> Long.toString(t.id())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(response, json(template(request)));
    }

    private void create(ServerRequest request, ServerResponse response) {
        var body = ChannelsApi.object(request, NEW);
        var channel = channel(body);
        asksMeta(channel);
        var draft = ((ObjectNode) body).deepCopy().without(List.of("channel"));
        long id = office.create(Actor.of(request), channel, draft);
        Answers.json(
                response, Status.CREATED_201, json(templates.find(id).orElseThrow(this::unknown)));
    }

    private void edit(ServerRequest request, ServerResponse response) {
        var template = template(request);
        var changes = (ObjectNode) ChannelsApi.object(request);
        var channel = channelOf(template);
        asksMeta(channel);
        office.edit(Actor.of(request), channel, template, changes);
        Answers.json(response, json(templates.find(template.id()).orElseThrow(this::unknown)));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        var template = template(request);
        var channel = channelOf(template);
        asksMeta(channel);
        office.delete(Actor.of(request), channel, template);
        response.status(Status.NO_CONTENT_204).send();
    }

    private Channel channelOf(Template template) {
        return channels.ofAccount(template.accountId()).stream()
                .filter(channel -> channel.accessToken().isPresent())
                .findFirst()
                .orElseThrow(() ->
                        Refusal.of(
                                Code.INVALID, "No channel of this account has an access token."));
    }

    private void sync(ServerRequest request, ServerResponse response) {
        var channel = channel(ChannelsApi.object(request, Set.of("channel")));
        asksMeta(channel);
        var changes = office.sync(Actor.of(request), channel);
        Answers.json(
                response,
                Json.object()
                        .put("added", changes.added())
                        .put("changed", changes.changed())
                        .put("removed", changes.removed()));
    }

    /// Shows how a template reads with some words: a stored one by its `template`, or one that is
    /// only drafted by its `components`.
    private void preview(ServerRequest request, ServerResponse response) {
        var body = ChannelsApi.object(request, PREVIEWED);
        var shape =
                body.has("template")
                        ? templates
                                .find(body.path("template").asLong())
                                .orElseThrow(this::unknown)
                                .shape()
                        : TemplateShape.of(
                                body.path("components"),
                                TemplateDraft.format(body).equals("NAMED"));
        var values = values(body.path("values"));
        var node = Json.object();
        node.put("header", shape.headerWith(values).orElse(null))
                .put("header_file", shape.headerFile().orElse(null))
                .put("body", shape.bodyWith(values))
                .put("footer", shape.footer().orElse(null));
        var buttons = node.putArray("buttons");
        for (int i = 0; i < shape.buttons().size(); i++) {
            buttons.addObject()
                    .put("type", shape.buttons().get(i).type())
                    .put("text", shape.buttons().get(i).text())
                    .put("url", shape.urlWith(i, values).orElse(null));
        }
        strings(node, "parameters", shape.parameters());
        strings(node, "problems", TemplateValues.problems(shape, values));
        Answers.json(response, node);
    }

    private static Map<String, String> values(JsonNode node) {
        var values = new HashMap<String, String>();
        node.properties()
                .forEach(entry -> {
                    if (!entry.getValue().isTextual()) {
                        throw Refusal.of(Code.INVALID, "values is {\"name\": \"words\", …}.");
                    }
                    values.put(entry.getKey(), entry.getValue().textValue());
                });
        return values;
    }

    private static void strings(ObjectNode node, String member, List<String> texts) {
        var list = node.putArray(member);
        texts.forEach(list::add);
    }

    private Channel channel(JsonNode body) {
        var id = body.path("channel");
        if (!id.isIntegralNumber()) {
            throw Refusal.of(Code.INVALID, "channel is the id of a channel, a number.");
        }
        return ChannelsApi.find(channels, id.asText());
    }

    private Template template(ServerRequest request) {
        return Ids.ofPath(request).flatMap(templates::find).orElseThrow(this::unknown);
    }

    private Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "There is no such template.");
    }

    private void asksMeta(Channel channel) {
        limits.check(Limit.CHANNEL_CALLS, Long.toString(channel.id()));
    }

    private static ObjectNode json(Template template) {
        var node =
                Json.object()
                        .put("id", template.id())
                        .put("account_id", template.accountId())
                        .put("meta_id", template.metaId())
                        .put("name", template.name().name())
                        .put("language", template.name().language())
                        .put("category", template.category())
                        .put("next_category", template.nextCategory().orElse(null))
                        .put("status", template.status())
                        .put("reason", template.reason().orElse(null))
                        .put("quality", template.quality().orElse(null))
                        .put("parameter_format", template.named() ? "NAMED" : "POSITIONAL")
                        .put("as_of", template.asOf().toString());
        strings(node, "parameters", template.shape().parameters());
        node.set("components", template.components());
        return node;
    }
}
