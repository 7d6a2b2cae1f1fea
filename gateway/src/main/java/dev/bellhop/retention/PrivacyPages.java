package dev.bellhop.retention;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import dev.bellhop.admin.Notice;
import dev.bellhop.admin.PrivacyPage;
import dev.bellhop.admin.PrivacyPage.Looking;
import dev.bellhop.admin.Section;
import dev.bellhop.audit.Actor;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.privacy.Choices;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.retention.Retention.Terms;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Privacy and retention in Chat Settings: how long what is kept, what goes next, and export and
/// erasure of one person.
final class PrivacyPages {
    private static final Access READ = SettingsFrames.access(Section.PRIVACY);
    private static final Access CHANGE = needs(Permission.SETTINGS_CHANGE);
    private static final Access ERASE = proved(needs(Permission.VISITORS_ERASE));
    private static final String ALL = Section.PRIVACY.path();
    private static final String COLLECT = ALL + "/collect";
    private static final String PERSON = ALL + "/people/{id}";

    private static final Looking NOBODY = new Looking("", List.of(), Optional.empty(), "");

    private final Retention retention;
    private final Privacy privacy;
    private final Cleaning cleaning;
    private final Persons persons;
    private final RetentionWords words;
    private final Panel panel;
    private final SettingsFrames frames;

    PrivacyPages(
            Retention retention,
            Privacy privacy,
            Cleaning cleaning,
            Persons persons,
            RetentionWords words,
            Panel panel,
            SettingsFrames frames) {
        this.retention = retention;
        this.privacy = privacy;
        this.cleaning = cleaning;
        this.persons = persons;
        this.words = words;
        this.panel = panel;
        this.frames = frames;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::show)
                .post(ALL, CHANGE, this::save)
                .post(COLLECT, CHANGE, this::collect)
                .get(PERSON + "/export", ERASE, this::export)
                .get(PERSON + "/erase", ERASE, this::ask)
                .post(PERSON + "/erase", ERASE, this::erase)
                .post(PERSON + "/unblock", needs(Permission.VISITORS_ERASE), this::unblock);
    }

    /// The terms as somebody chose them in the form.
    ///
    /// @param chosen what stands in each field
    /// @param theirs how they stand now, when somebody changed them meanwhile
    private record Entered(
            Map<Kept, String> chosen,
            Map<Kept, String> problems,
            String mark,
            List<String> theirs) {
        static Entered of(Terms terms) {
            return new Entered(fields(terms), Map.of(), PrivacyPages.mark(terms), List.of());
        }

        static Map<Kept, String> fields(Terms terms) {
            return Arrays.stream(Kept.values())
                    .collect(Collectors.toMap(it -> it, it -> field(terms.days(it))));
        }
    }

    /// What a page shows beside what is always there.
    private record Shown(
            Entered entered,
            PrivacyPage.Collecting collecting,
            Looking looking,
            Optional<Notice> notice) {}

    private PrivacyPage.Collecting collecting() {
        return Collecting.form(privacy.choices(), Optional.empty());
    }

    private static String field(OptionalInt days) {
        return days.isPresent() ? Integer.toString(days.getAsInt()) : "";
    }

    private static String mark(Terms terms) {
        return Arrays.stream(Kept.values())
                .map(it -> field(terms.days(it)))
                .collect(Collectors.joining("-"));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var query = request.query();
        var typed = query.first("q").orElse("").strip();
        var notice =
                Stream.of("saved", "erased", "unblocked")
                        .filter(query::contains)
                        .findFirst()
                        .map(PrivacyPages::notice);
        send(
                request,
                response,
                Status.OK_200,
                new Shown(
                        Entered.of(retention.terms()), collecting(), persons.find(typed), notice));
    }

    private static Notice notice(String done) {
        return switch (done) {
            case "erased" ->
                    new Notice(Notice.Tone.OK, "Erased.", "Nothing is kept of this person.");
            case "unblocked" -> new Notice(Notice.Tone.OK, "Unblocked.", "They can write again.");
            default -> new Notice(Notice.Tone.OK, "Saved.", "");
        };
    }

    private void save(ServerRequest request, ServerResponse response) {
        var form = Bodies.form(request);
        var chosen = new EnumMap<Kept, String>(Kept.class);
        var days = new EnumMap<Kept, OptionalInt>(Kept.class);
        var problems = new EnumMap<Kept, String>(Kept.class);
        for (Kept kept : Kept.values()) {
            var typed = form.getOrDefault(kept.wireName(), "").strip();
            chosen.put(kept, typed);
            var number =
                    Ids.read(typed)
                            .map(it -> OptionalInt.of((int) Math.min(it, Integer.MAX_VALUE)))
                            .orElseGet(OptionalInt::empty);
            days.put(kept, number);
            if (number.isEmpty() && !typed.isEmpty()) {
                problems.put(kept, "Choose a number of days.");
            } else {
                kept.problem(number).ifPresent(problem -> problems.put(kept, problem));
            }
        }
        var mark = form.getOrDefault("mark", "");
        if (!problems.isEmpty()) {
            send(
                    request,
                    response,
                    Status.create(Code.INVALID.status()),
                    new Shown(
                            new Entered(chosen, problems, mark, List.of()),
                            collecting(),
                            NOBODY,
                            Optional.empty()));
            return;
        }
        try {
            var _ =
                    retention.change(
                            Actor.of(request),
                            now -> {
                                if (!mark(now).equals(mark)) {
                                    throw Refusal.of(Code.CONFLICT);
                                }
                                return new Terms(days);
                            });
        } catch (Refusal refusal) {
            if (refusal.code() != Code.CONFLICT) {
                throw refusal;
            }
            var now = retention.terms();
            // Saving again means to replace what is shown now.
            var theirs =
                    Arrays.stream(Kept.values())
                            .map(it -> it.title() + ": " + RetentionWords.days(now.days(it)))
                            .toList();
            send(
                    request,
                    response,
                    Status.CONFLICT_409,
                    new Shown(
                            new Entered(chosen, Map.of(), mark(now), theirs),
                            collecting(),
                            NOBODY,
                            Optional.empty()));
            return;
        }
        panel.sendTo(response, ALL + "?saved=1");
    }

    /// What was chosen stands where it was chosen, until it is saved; the rest as it is.
    private void collect(ServerRequest request, ServerResponse response) {
        var form = Bodies.form(request);
        var chosen =
                new Choices(
                        form.containsKey(Choices.HIDE_CARDS),
                        form.containsKey(Choices.SHOW_PAGES),
                        form.containsKey(Choices.ASK_TO_KEEP));
        var mark = form.getOrDefault("mark", "");
        try {
            var _ =
                    privacy.change(
                            Actor.of(request),
                            now -> {
                                if (!Collecting.mark(now).equals(mark)) {
                                    throw Refusal.of(Code.CONFLICT);
                                }
                                return chosen;
                            });
        } catch (Refusal refusal) {
            if (refusal.code() != Code.CONFLICT) {
                throw refusal;
            }
            send(
                    request,
                    response,
                    Status.CONFLICT_409,
                    new Shown(
                            Entered.of(retention.terms()),
                            Collecting.form(chosen, Optional.of(privacy.choices())),
                            NOBODY,
                            Optional.empty()));
            return;
        }
        panel.sendTo(response, ALL + "?saved=1");
    }

    private void export(ServerRequest request, ServerResponse response) {
        long id = id(request);
        var all = persons.export(Actor.of(request), id).orElseThrow(PrivacyPages::unknown);
        response.header(
                HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"person-" + id + ".json\"");
        Answers.json(response, all);
    }

    private void ask(ServerRequest request, ServerResponse response) {
        ask(request, response, Status.OK_200, "");
    }

    private void ask(
            ServerRequest request, ServerResponse response, Status status, String problem) {
        var person = persons.one(id(request)).orElseThrow(PrivacyPages::unknown);
        send(
                request,
                response,
                status,
                new Shown(
                        Entered.of(retention.terms()),
                        collecting(),
                        new Looking("", List.of(), Optional.of(person), problem),
                        Optional.empty()));
    }

    private void erase(ServerRequest request, ServerResponse response) {
        if (!Bodies.form(request).containsKey("sure")) {
            ask(
                    request,
                    response,
                    Status.create(Code.INVALID.status()),
                    "Say that you know that this cannot be undone.");
            return;
        }
        if (!persons.erase(Actor.of(request), id(request))) {
            throw unknown();
        }
        panel.sendTo(response, ALL + "?erased=1");
    }

    private void unblock(ServerRequest request, ServerResponse response) {
        persons.unblock(Actor.of(request), id(request));
        panel.sendTo(response, ALL + "?unblocked=1");
    }

    private static long id(ServerRequest request) {
        return Ids.ofPath(request).orElseThrow(PrivacyPages::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "There is no such person.");
    }

    private void send(ServerRequest request, ServerResponse response, Status status, Shown shown) {
        var entered = shown.entered();
        var agent = Callers.agent(request);
        panel.send(
                response,
                status,
                new PrivacyPage(
                        frames.of(agent, Section.PRIVACY),
                        Arrays.stream(Kept.values()).map(it -> term(it, entered)).toList(),
                        entered.mark(),
                        entered.theirs(),
                        words.next(cleaning.next(), cleaning.plan()),
                        cleaning.last().map(words::last).orElse(""),
                        persons.codes(cleaning.conversations(RetentionWords.CODES_MAX)),
                        shown.collecting(),
                        agent.may(Permission.SETTINGS_CHANGE),
                        agent.may(Permission.VISITORS_ERASE)
                                ? Optional.of(shown.looking())
                                : Optional.empty(),
                        shown.notice()));
    }

    private static PrivacyPage.Term term(Kept kept, Entered entered) {
        var chosen = entered.chosen().getOrDefault(kept, "");
        return new PrivacyPage.Term(
                kept.wireName(),
                kept.title(),
                kept.words(),
                RetentionWords.choices(kept, chosen),
                entered.problems().getOrDefault(kept, ""));
    }
}
