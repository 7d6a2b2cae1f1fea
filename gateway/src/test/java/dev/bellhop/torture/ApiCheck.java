package dev.bellhop.torture;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the API shows is what the table holds, and the audit log's chain is whole.
final class ApiCheck {
    private final Rest api;
    private final Tables tables;
    private final FileCheck files;
    private final Findings findings;

    ApiCheck(Rest api, Tables tables, FileCheck files, Findings findings) {
        this.api = api;
        this.tables = tables;
        this.files = files;
        this.findings = findings;
    }

    void check() {
        tables.conversations().values().forEach(this::same);
        var audit =
                api.send("POST", "/api/v1/audit/verify", dev.bellhop.web.Json.object())
                        .flatMap(answer -> answer.text().lines().reduce((_, last) -> last))
                        .map(dev.bellhop.web.Json::parse)
                        .orElseGet(dev.bellhop.web.Json::object);
        if (!audit.path("whole").asBoolean()) {
            findings.add("audit", "the chain is not whole: " + audit);
        }
    }

    private void same(Tables.Conversation conversation) {
        var got = new ArrayList<String>();
        var next = Optional.of("0");
        while (next.isPresent()) {
            var page =
                    get(
                            "/api/v1/conversations/"
                                    + conversation.code()
                                    + "/messages?limit=200&after="
                                    + next.get());
            page.path("items")
                    .forEach(item -> {
                        got.add(shown(item));
                        files.look(conversation.code(), item);
                    });
            next = Optional.of(page.path("next")).filter(JsonNode::isTextual).map(JsonNode::asText);
        }
        var wanted =
                tables.messages().getOrDefault(conversation.id(), List.of()).stream()
                        .map(it -> it.seq() + ":" + it.author() + ":" + it.mark())
                        .collect(Collectors.joining(" "));
        if (!String.join(" ", got).equals(wanted)) {
            findings.add(
                    "the API differs",
                    conversation.code() + " shows " + got + ", the table holds [" + wanted + "]");
        }
    }

    private static String shown(JsonNode item) {
        return item.path("seq").asInt()
                + ":"
                + item.path("from").asText()
                + ":"
                + Marks.first(item.path("text").asText()).orElse("");
    }

    private JsonNode get(String path) {
        var answer = api.get(path);
        if (answer.filter(Rest.Answer::isDone).isEmpty()) {
            findings.add("the API fails", path + ": " + answer.map(Rest.Answer::text).orElse(""));
        }
        return answer.map(Rest.Answer::json).orElseGet(dev.bellhop.web.Json::object);
    }
}
