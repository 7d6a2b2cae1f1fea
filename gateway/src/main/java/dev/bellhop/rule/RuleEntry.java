package dev.bellhop.rule;

import dev.bellhop.web.Ids;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A rule as the form of the panel says it, both ways.
final class RuleEntry {
    /// Before the name of a way that is ticked.
    static final String WAY = "way-";

    private RuleEntry() {}

    /// What is no choice of the form's is as good as none.
    static RuleDraft draft(Map<String, String> form) {
        var when =
                new When(
                        list(form, "keywords"),
                        list(form, "pages"),
                        list(form, "referrers"),
                        list(form, "campaigns"),
                        list(form, "languages"),
                        ways(form),
                        choice(form, "hours", "open", "closed"),
                        choice(form, "returning", "known", "new"),
                        id(form, "had"));
        var then =
                new Then(
                        id(form, "team"),
                        id(form, "agent"),
                        id(form, "label"),
                        Optional.ofNullable(form.get("priority")).filter(it -> !it.isEmpty()),
                        id(form, "canned"));
        return new RuleDraft(form.getOrDefault("name", ""), form.containsKey("active"), when, then);
    }

    private static List<String> list(Map<String, String> form, String field) {
        return Arrays.asList(form.getOrDefault(field, "").split("[,،、，\\n]", -1));
    }

    private static List<Way> ways(Map<String, String> form) {
        return form.keySet().stream()
                .filter(field -> field.startsWith(WAY))
                .sorted()
                .flatMap(field -> Way.read(field.substring(WAY.length())).stream())
                .toList();
    }

    private static Optional<Boolean> choice(
            Map<String, String> form, String field, String yes, String no) {
        var chosen = form.getOrDefault(field, "");
        return chosen.equals(yes) || chosen.equals(no)
                ? Optional.of(chosen.equals(yes))
                : Optional.empty();
    }

    private static OptionalLong id(Map<String, String> form, String field) {
        return Ids.read(form.getOrDefault(field, ""))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /// What the fields hold for a draft.
    static Map<String, String> values(RuleDraft draft) {
        var when = draft.when();
        var then = draft.then();
        var values = new HashMap<String, String>();
        values.put("name", draft.name());
        values.put("keywords", String.join(", ", when.keywords()));
        values.put("pages", String.join(", ", when.pages()));
        values.put("referrers", String.join(", ", when.referrers()));
        values.put("campaigns", String.join(", ", when.campaigns()));
        values.put("languages", String.join(", ", when.languages()));
        when.open().ifPresent(open -> values.put("hours", open ? "open" : "closed"));
        when.returning().ifPresent(it -> values.put("returning", it ? "known" : "new"));
        put(values, "had", when.label());
        put(values, "team", then.team());
        put(values, "agent", then.agent());
        put(values, "label", then.label());
        then.priority().ifPresent(it -> values.put("priority", it));
        put(values, "canned", then.canned());
        return values;
    }

    private static void put(Map<String, String> values, String field, OptionalLong id) {
        if (id.isPresent()) {
            values.put(field, Long.toString(id.getAsLong()));
        }
    }

    /// Every way that there is: websites, then numbers.
    static List<Way> ways(Names names) {
        var ways = new ArrayList<>(List.of(new Way(Way.Kind.WEB, 0)));
        names.sites().keySet().forEach(id -> ways.add(new Way(Way.Kind.SITE, id)));
        ways.add(new Way(Way.Kind.WHATSAPP, 0));
        names.numbers().keySet().forEach(id -> ways.add(new Way(Way.Kind.NUMBER, id)));
        return ways;
    }
}
