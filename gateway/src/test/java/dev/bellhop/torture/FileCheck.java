package dev.bellhop.torture;

import com.fasterxml.jackson.databind.JsonNode;

import java.net.URI;
import java.util.Optional;

/// Files that came with messages are there, and are what was sent.
final class FileCheck {
    private final Rest api;
    private final Ledger ledger;
    private final Findings findings;
    private int whole;

    FileCheck(Rest api, Ledger ledger, Findings findings) {
        this.api = api;
        this.ledger = ledger;
        this.findings = findings;
    }

    /// Looks at one message as the API shows it.
    void look(String code, JsonNode item) {
        var mark = Marks.first(item.path("text").asText());
        if (mark.filter(ledger.files::contains).isEmpty()) {
            return;
        }
        var file = item.path("attachment");
        var where = mark.get() + " (" + code + " " + item.path("seq").asInt() + ")";
        if (!file.path("state").asText().equals("ready")) {
            findings.add("a file is not there", where + ": " + file);
            return;
        }
        var url = URI.create(file.path("url").asText());
        var answer =
                Optional.of(url).flatMap(it -> api.get(it.getRawPath() + "?" + it.getRawQuery()));
        var wanted = new Blob(mark.get()).sha256();
        if (answer.filter(Rest.Answer::isDone)
                .filter(it -> Blob.sha256(it.body()).equals(wanted))
                .isEmpty()) {
            findings.add(
                    "a file is damaged",
                    where
                            + ": "
                            + answer.map(it -> it.status() + ", " + it.body().length + " bytes")
                                    .orElse("no answer"));
            return;
        }
        whole++;
    }

    /// How many were there and right.
    int whole() {
        return whole;
    }
}
