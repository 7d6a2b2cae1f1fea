package dev.bellhop.channel;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.admin.Fact;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Stamp;
import dev.bellhop.admin.TemplatesPage;
import dev.bellhop.admin.Text;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Draws templates as the page shows them: how things read and nothing else.
///
/// @param zone whose clock the times are read from
record TemplateDrawing(ZoneId zone, Clock clock) {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM HH:mm", Locale.ENGLISH);

    TemplatesPage.Line line(Template template, Optional<Template> chosen) {
        return new TemplatesPage.Line(
                template.id(),
                template.name().name(),
                capital(template.category()),
                template.name().language(),
                status(template.status()),
                chosen.filter(it -> it.id() == template.id()).isPresent());
    }

    /// Meta's word, as people read it; one that is new to us is shown as it came.
    static TemplatesPage.Status status(String status) {
        return switch (status) {
            case "APPROVED" -> new TemplatesPage.Status("Approved", "tag--ok");
            case "PENDING" -> new TemplatesPage.Status("In review", "tag--warn");
            case "IN_APPEAL" -> new TemplatesPage.Status("In review again", "tag--warn");
            case "REJECTED" -> new TemplatesPage.Status("Rejected", "tag--bad");
            case "PAUSED" -> new TemplatesPage.Status("Paused", "tag--info");
            case "DISABLED" -> new TemplatesPage.Status("Disabled", "tag--bad");
            case "PENDING_DELETION" -> new TemplatesPage.Status("Being deleted", "");
            case "LIMIT_EXCEEDED" -> new TemplatesPage.Status("Over the limit", "tag--bad");
            default -> new TemplatesPage.Status(capital(status), "");
        };
    }

    /// What keeps a template from being sent, and what to do; empty when nothing does.
    private static Optional<Notice> trouble(Template template) {
        var reason = template.reason().map(it -> "Meta’s reason: " + it + " ").orElse("");
        return switch (template.status()) {
            case "APPROVED" -> Optional.empty();
            case "PENDING", "IN_APPEAL" ->
                    Optional.of(
                            new Notice(
                                    Notice.Tone.INFO,
                                    "Meta reviews it.",
                                    "That takes minutes, at most a day; until then nobody can send"
                                            + " it."));
            case "REJECTED" ->
                    Optional.of(
                            new Notice(
                                    Notice.Tone.WARN,
                                    "Meta rejected it.",
                                    reason
                                            + "Make another one that answers that, or appeal in"
                                            + " WhatsApp Manager."));
            case "PAUSED" ->
                    Optional.of(
                            new Notice(
                                    Notice.Tone.WARN,
                                    "Meta paused it, because people did not want it.",
                                    reason + "It comes back by itself after some hours."));
            default ->
                    Optional.of(
                            new Notice(
                                    Notice.Tone.WARN,
                                    "It cannot be sent.",
                                    reason + "WhatsApp Manager says what can be done."));
        };
    }

    TemplatesPage.Chosen chosen(Template template) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Language", template.name().language()));
        facts.add(
                Fact.of(
                        "Category",
                        capital(template.category())
                                + template.nextCategory()
                                        .map(it -> ", soon " + capital(it))
                                        .orElse("")));
        var waiting = template.shape().parameters();
        facts.add(
                new Fact(
                        "Words to fill in",
                        Text.plain(waiting.isEmpty() ? "none" : String.join(", ", waiting)),
                        ""));
        template.quality()
                .filter(it -> !it.equals("UNKNOWN"))
                .ifPresent(it -> facts.add(Fact.of("Quality", capital(it))));
        facts.add(Fact.of("As of", when(template.asOf())));
        return new TemplatesPage.Chosen(
                template.id(),
                template.name().name(),
                facts,
                trouble(template),
                "Delete "
                        + template.name()
                        + " at Meta, too? Nobody can send it any more, and its name cannot be used"
                        + " again for 30 days.");
    }

    /// A template with the examples that were given for its review.
    static TemplatesPage.Preview preview(Template template) {
        return preview(template.shape(), examples(template.components()));
    }

    static TemplatesPage.Preview preview(TemplateShape shape, Map<String, String> values) {
        var header =
                shape.headerWith(values)
                        .or(() -> shape.headerFile().map(it -> capital(it) + " …"))
                        .orElse("");
        return new TemplatesPage.Preview(
                header,
                shape.bodyWith(values),
                shape.footer().orElse(""),
                shape.buttons().stream().map(TemplateShape.Button::text).toList());
    }

    private static Map<String, String> examples(JsonNode components) {
        var values = new HashMap<String, String>();
        for (JsonNode component : components) {
            var example = component.path("example");
            int place = 0;
            for (JsonNode words : example.path("body_text").path(0)) {
                values.put(Integer.toString(++place), words.asText());
            }
            for (JsonNode one : example.path("body_text_named_params")) {
                values.put(one.path("param_name").asText(), one.path("example").asText());
            }
            var header = example.path("header_text").path(0);
            if (header.isTextual()) {
                values.put(TemplateShape.HEADER, header.asText());
            }
        }
        return values;
    }

    String asOf(List<Template> templates) {
        return templates.stream()
                .map(Template::asOf)
                .max(Instant::compareTo)
                .map(it -> Stamp.recent(it, clock.instant(), zone).words())
                .orElse("");
    }

    private String when(Instant at) {
        return WHEN.format(at.atZone(zone));
    }

    private static String capital(String word) {
        var small = word.toLowerCase(Locale.ROOT).replace('_', ' ');
        return small.isEmpty()
                ? ""
                : small.substring(0, 1).toUpperCase(Locale.ROOT) + small.substring(1);
    }
}
