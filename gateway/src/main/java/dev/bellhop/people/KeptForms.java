package dev.bellhop.people;

import dev.bellhop.admin.Kept;
import dev.bellhop.admin.Section;
import dev.bellhop.web.BodyBudget;
import dev.bellhop.web.Guard;
import dev.bellhop.web.Refusal;

import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Forms that came after a session had ended. They hold words, so they go with the page that asks
/// somebody in, in fields whose names begin with `kept.`; nothing of them is stored here.
final class KeptForms {
    private static final String ACTION = "kept";
    private static final String FIELD = "kept.";
    private static final String CONVERSATIONS = "/admin/c/";

    /// Their forms have words and no secrets: those never come out again, not even to whoever sent
    /// them.
    private static final Set<Section> WITH_WORDS =
            EnumSet.complementOf(
                    EnumSet.of(Section.CREDENTIALS, Section.WEBHOOK, Section.SIGN_INS));

    private final BodyBudget strangers;

    KeptForms(BodyBudget strangers) {
        this.strangers = strangers;
    }

    /// What somebody sent from one of the panel's own pages; empty for what is not kept.
    Optional<Kept> sent(ServerRequest request, ServerResponse response) {
        return whole(request, response)
                .filter(kept -> kept.fields().stream().anyMatch(Kept.Field::isWords));
    }

    /// The same with forms that say nothing to people: a button alone.
    Optional<Kept> whole(ServerRequest request, ServerResponse response) {
        var path = request.path().path();
        if (!request.prologue().method().equals(Method.POST) || !hasWords(path)) {
            return Optional.empty();
        }
        try {
            Guard.refuseOtherSites(request);
            var fields =
                    strangers.longForm(request, response).stream()
                            .map(it -> new Kept.Field(it.getKey(), it.getValue()))
                            .toList();
            return Optional.of(new Kept(path, fields));
        } catch (Refusal tooLargeOrNotOurs) {
            return Optional.empty();
        }
    }

    private static boolean hasWords(String path) {
        return path.startsWith(CONVERSATIONS)
                || WITH_WORDS.stream()
                        .map(Section::path)
                        .anyMatch(it -> path.equals(it) || path.startsWith(it + "/"));
    }

    /// What the page that asks somebody in has carried.
    static Optional<Kept> carried(List<Map.Entry<String, String>> fields) {
        return Optional.ofNullable(single(fields).get(ACTION))
                .filter(KeptForms::hasWords)
                .map(action ->
                        new Kept(
                                action,
                                fields.stream()
                                        .filter(it -> it.getKey().startsWith(FIELD))
                                        .map(it ->
                                                new Kept.Field(
                                                        it.getKey().substring(FIELD.length()),
                                                        it.getValue()))
                                        .toList()));
    }

    /// The fields by name; of a repeated name the last value counts.
    static Map<String, String> single(List<Map.Entry<String, String>> fields) {
        var single = new HashMap<String, String>();
        fields.forEach(it -> single.put(it.getKey(), it.getValue()));
        return single;
    }
}
