package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/// How a site follows up, as somebody enters it: what was entered, what is wrong with it, and what
/// it comes to. What is off is not judged.
///
/// @param numbers by field, as they were written
record FollowUpForm(
        boolean greets,
        WordingsForm greeting,
        boolean saysBusy,
        WordingsForm busy,
        boolean closes,
        boolean warns,
        WordingsForm warning,
        boolean asks,
        WordingsForm rating,
        Map<String, String> numbers) {
    static final String GREETING = "greeting";
    static final String BUSY = "busy";
    static final String WARNING = "warning";
    static final String RATING = "rating";
    static final String BUSY_AFTER = "busy-after";
    static final String FIRST = "first-answer";
    static final String NEXT = "next-answer";
    static final String CLOSE_AFTER = "close-after";
    static final String WARN_BEFORE = "warn-before";

    FollowUpForm {
        numbers = Map.copyOf(numbers);
    }

    /// What came of it, or all that is wrong, by field.
    record Outcome(FollowUp followUp, Map<String, String> problems) {
        Outcome {
            problems = Map.copyOf(problems);
        }
    }

    static FollowUpForm read(Map<String, String> fields) {
        var numbers = new TreeMap<String, String>();
        for (var name : new String[] {BUSY_AFTER, FIRST, NEXT, CLOSE_AFTER, WARN_BEFORE}) {
            numbers.put(name, fields.getOrDefault(name, "").strip());
        }
        return new FollowUpForm(
                fields.containsKey("greets"),
                WordingsForm.read(GREETING, fields),
                fields.containsKey("says-busy"),
                WordingsForm.read(BUSY, fields),
                fields.containsKey("closes"),
                fields.containsKey("warns"),
                WordingsForm.read(WARNING, fields),
                fields.containsKey("asks"),
                WordingsForm.read(RATING, fields),
                numbers);
    }

    /// How it is, to be changed; where there is nothing, with what is offered.
    static FollowUpForm of(FollowUp it) {
        var numbers = new TreeMap<String, String>();
        numbers.put(BUSY_AFTER, it.busy().map(busy -> text(busy.afterMinutes())).orElse("4"));
        numbers.put(FIRST, text(it.firstAnswerMinutes()));
        numbers.put(NEXT, text(it.nextAnswerMinutes()));
        numbers.put(CLOSE_AFTER, it.closing().map(close -> text(close.afterHours())).orElse("72"));
        numbers.put(WARN_BEFORE, it.closing().map(close -> text(close.warnHours())).orElse("24"));
        var warning = it.closing().flatMap(FollowUp.Closing::warning);
        return new FollowUpForm(
                it.greeting().isPresent(),
                it.greeting()
                        .map(words -> WordingsForm.of(GREETING, words))
                        .orElseGet(() -> WordingsForm.suggested(GREETING, FollowUp.GREETING)),
                it.busy().isPresent(),
                it.busy()
                        .map(busy -> WordingsForm.of(BUSY, busy.words()))
                        .orElseGet(() -> WordingsForm.suggested(BUSY, FollowUp.BUSY)),
                it.closing().isPresent(),
                warning.isPresent() || it.closing().isEmpty(),
                warning.map(words -> WordingsForm.of(WARNING, words))
                        .orElseGet(() -> WordingsForm.suggested(WARNING, FollowUp.WARNING)),
                it.rating().isPresent(),
                it.rating()
                        .map(words -> WordingsForm.of(RATING, words))
                        .orElseGet(() -> WordingsForm.suggested(RATING, FollowUp.RATING)),
                numbers);
    }

    private static String text(int number) {
        return Integer.toString(number);
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? text(number.getAsInt()) : "";
    }

    String number(String field) {
        return numbers.getOrDefault(field, "");
    }

    Outcome outcome() {
        var problems = new TreeMap<String, String>();
        var greetingWords =
                greets
                        ? greeting.words(FollowUp.PLACEHOLDERS, problems)
                        : Optional.<Wordings>empty();
        var busyNow = saysBusy ? busy(problems) : Optional.<FollowUp.Busy>empty();
        var first = minutes(FIRST, problems);
        var next = minutes(NEXT, problems);
        var closing = closes ? closing(problems) : Optional.<FollowUp.Closing>empty();
        var question =
                asks ? rating.words(FollowUp.PLACEHOLDERS, problems) : Optional.<Wordings>empty();
        return new Outcome(
                new FollowUp(greetingWords, busyNow, first, next, closing, question), problems);
    }

    /// What is odd about the texts that are on, by field.
    Map<String, String> oddities() {
        var odd = new TreeMap<String, String>();
        if (greets) {
            odd.putAll(greeting.oddities());
        }
        if (saysBusy) {
            odd.putAll(busy.oddities());
        }
        if (closes && warns) {
            odd.putAll(warning.oddities());
        }
        if (asks) {
            odd.putAll(rating.oddities());
        }
        return odd;
    }

    private Optional<FollowUp.Busy> busy(Map<String, String> problems) {
        int after = number(BUSY_AFTER, 1, FollowUp.MINUTES_MAX, "minutes", problems);
        return busy.words(FollowUp.PLACEHOLDERS, problems)
                .map(words -> new FollowUp.Busy(after, words));
    }

    private Optional<FollowUp.Closing> closing(Map<String, String> problems) {
        int after = number(CLOSE_AFTER, 1, FollowUp.HOURS_MAX, "hours", problems);
        if (!warns) {
            return Optional.of(new FollowUp.Closing(after, 0, Optional.empty()));
        }
        int before = number(WARN_BEFORE, 1, FollowUp.HOURS_MAX, "hours", problems);
        if (!problems.containsKey(WARN_BEFORE)
                && !problems.containsKey(CLOSE_AFTER)
                && before >= after) {
            problems.put(
                    WARN_BEFORE, "They are told before it is closed, and not before it is silent.");
        }
        return warning.words(FollowUp.PLACEHOLDERS, problems)
                .map(words -> new FollowUp.Closing(after, before, Optional.of(words)));
    }

    /// Nothing means that nobody is called.
    private OptionalInt minutes(String field, Map<String, String> problems) {
        return number(field).isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(number(field, 1, FollowUp.MINUTES_MAX, "minutes", problems));
    }

    private int number(String field, int min, int max, String of, Map<String, String> problems) {
        var entered = number(field);
        if (entered.length() <= 9
                && entered.chars().allMatch(it -> it >= '0' && it <= '9')
                && !entered.isEmpty()) {
            int value = Integer.parseInt(entered);
            if (value >= min && value <= max) {
                return value;
            }
        }
        problems.put(field, "Write " + min + " to " + max + " " + of + ".");
        return min;
    }

    /// As JSON, written for everybody.
    static ObjectNode json(FollowUp it) {
        var node = Json.object();
        node.set("greeting", it.greeting().map(FollowUpForm::texts).orElse(null));
        node.set(
                "busy",
                it.busy()
                        .map(busy -> texts(busy.words()).put("after_minutes", busy.afterMinutes()))
                        .orElse(null));
        put(it.firstAnswerMinutes(), minutes -> node.put("first_answer_minutes", minutes));
        put(it.nextAnswerMinutes(), minutes -> node.put("next_answer_minutes", minutes));
        node.set("close", it.closing().map(FollowUpForm::json).orElse(null));
        node.set("rating", it.rating().map(FollowUpForm::texts).orElse(null));
        return node;
    }

    private static ObjectNode json(FollowUp.Closing it) {
        var node = it.warning().map(FollowUpForm::texts).orElseGet(Json::object);
        node.put("after_hours", it.afterHours());
        if (it.warning().isPresent()) {
            node.put("warn_hours", it.warnHours());
        }
        return node;
    }

    private static ObjectNode texts(Wordings words) {
        var node = Json.object();
        WordingsForm.write(words, node.putArray("texts"));
        return node;
    }

    private static void put(OptionalInt number, IntConsumer take) {
        if (number.isPresent()) {
            take.accept(number.getAsInt());
        }
    }

    /// Reads what a program sends: all of it, what is left out is off.
    ///
    /// @throws Refusal `invalid`, with all that is wrong
    static FollowUp read(JsonNode node) {
        var form = new Form(node);
        form.knows(
                "greeting",
                "busy",
                "first_answer_minutes",
                "next_answer_minutes",
                "close",
                "rating");
        var greeting = part(form, "greeting", "texts");
        var busy = part(form, "busy", "texts", "after_minutes");
        var closing = part(form, "close", "texts", "after_hours", "warn_hours");
        var rating = part(form, "rating", "texts");
        var numbers = new TreeMap<String, String>();
        numbers.put(FIRST, written(form, "first_answer_minutes"));
        numbers.put(NEXT, written(form, "next_answer_minutes"));
        busy.ifPresent(it -> numbers.put(BUSY_AFTER, written(it, "after_minutes")));
        closing.ifPresent(it -> {
            numbers.put(CLOSE_AFTER, written(it, "after_hours"));
            numbers.put(WARN_BEFORE, written(it, "warn_hours"));
        });
        boolean warns = closing.filter(it -> it.has("texts") || it.has("warn_hours")).isPresent();
        var outcome =
                new FollowUpForm(
                                greeting.isPresent(),
                                words(GREETING, greeting),
                                busy.isPresent(),
                                words(BUSY, busy),
                                closing.isPresent(),
                                warns,
                                words(WARNING, closing.filter(_ -> warns)),
                                rating.isPresent(),
                                words(RATING, rating),
                                numbers)
                        .outcome();
        outcome.problems().forEach((field, problem) -> form.wrong(field + ": " + problem));
        form.refuseIfWrong();
        return outcome.followUp();
    }

    private static Optional<Form> part(Form form, String member, String... members) {
        if (form.isNull(member)) {
            return Optional.empty();
        }
        var part = form.within(member);
        part.ifPresent(it -> it.knows(members));
        return part;
    }

    private static WordingsForm words(String name, Optional<Form> form) {
        return form.map(it -> WordingsForm.read(name, it))
                .orElseGet(() -> WordingsForm.suggested(name, ""));
    }

    private static String written(Form form, String member) {
        return form.has(member) && !form.isNull(member) ? form.get(member).asText() : "";
    }
}
