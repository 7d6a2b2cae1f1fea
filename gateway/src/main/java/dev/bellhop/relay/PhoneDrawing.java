package dev.bellhop.relay;

import dev.bellhop.admin.Choice;
import dev.bellhop.admin.Fact;
import dev.bellhop.admin.PhonesPage;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.people.Agent;
import dev.bellhop.site.Site;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Draws inbox phones as their page shows them: how things read and nothing else.
final class PhoneDrawing {
    private static final Choice EVERY_SITE = new Choice("", "All that use this number");
    private static final Choice SHARED = new Choice("", "Nobody’s own: it is shared");

    private final Relay.Ground ground;

    PhoneDrawing(Relay.Ground ground) {
        this.ground = ground;
    }

    /// A phone as its form holds it.
    static Map<String, String> values(InboxPhone phone) {
        return Map.of(
                "channel", Long.toString(phone.channelId()),
                "number", phone.names().waId().map(digits -> "+" + digits).orElse(""),
                "user_id", phone.names().userId().orElse(""),
                "name", phone.name(),
                "site", text(phone.siteId()),
                "agent", text(phone.agentId()));
    }

    private static String text(OptionalLong id) {
        return id.isPresent() ? Long.toString(id.getAsLong()) : "";
    }

    /// @param current the one whose form is open
    PhonesPage.Line line(InboxPhone phone, Optional<Long> current) {
        return new PhonesPage.Line(
                phone.id(),
                phone.name(),
                phone.names().words(),
                number(phone),
                site(phone).map(Site::name).orElse("All of the number"),
                agent(phone).map(Agent::name).orElse(""),
                state(phone),
                more(phone),
                current.filter(id -> id == phone.id()).isPresent());
    }

    private String number(InboxPhone phone) {
        return ground.channels().find(phone.channelId()).map(Channel::name).orElse("removed");
    }

    private Optional<Site> site(InboxPhone phone) {
        return phone.siteId().isPresent()
                ? ground.sites().find(phone.siteId().getAsLong())
                : Optional.empty();
    }

    /// The site of which it is, where that uses another number: what is written there goes by that
    /// one, so the phone is not asked.
    private Optional<Site> elsewhere(InboxPhone phone) {
        return site(phone).filter(site -> site.channelId().orElse(-1) != phone.channelId());
    }

    private Optional<Agent> agent(InboxPhone phone) {
        return phone.agentId().isPresent()
                ? ground.agents().find(phone.agentId().getAsLong())
                : Optional.empty();
    }

    /// Whether words get through, and if not for what they wait.
    private PhonesPage.State state(InboxPhone phone) {
        var now = ground.clock().instant();
        if (phone.names().isNobody()) {
            return new PhonesPage.State("Lost its number", "tag--bad");
        }
        if (agent(phone).filter(Agent::disabled).isPresent()) {
            return new PhonesPage.State("Left out", "tag--warn");
        }
        if (elsewhere(phone).isPresent()) {
            return new PhonesPage.State("Never asked", "tag--warn");
        }
        if (phone.windowUntil().isEmpty()) {
            return new PhonesPage.State("Has not written yet", "tag--warn");
        }
        return phone.isShut(now)
                ? new PhonesPage.State("Templates only", "tag--warn")
                : new PhonesPage.State("Gets all that is written", "tag--ok");
    }

    private String more(InboxPhone phone) {
        var words = new ArrayList<String>();
        if (agent(phone).filter(Agent::disabled).isPresent()) {
            words.add("its agent is disabled");
        }
        elsewhere(phone).ifPresent(site -> words.add(site.name() + " uses another number"));
        left(phone).ifPresent(words::add);
        long waiting = PhonesApi.waiting(ground, phone);
        if (waiting > 0) {
            words.add(waiting == 1 ? "1 message waits" : waiting + " messages wait");
        }
        return String.join(", ", words);
    }

    /// For how long WhatsApp still takes free words.
    private Optional<String> left(InboxPhone phone) {
        var now = ground.clock().instant();
        return phone.windowUntil()
                .map(until -> phone.isShut(now) ? "until it writes" : left(now, until));
    }

    private static String left(Instant now, Instant until) {
        long minutes = Math.max(1, Duration.between(now, until).toMinutes());
        return minutes < 60 ? "for " + minutes + " min" : "for " + minutes / 60 + " h";
    }

    PhonesPage.Form form(PhonePages.Entered entered, boolean mayChange) {
        return new PhonesPage.Form(
                entered.phone().map(InboxPhone::id),
                entered.mark(),
                entered.phone().map(InboxPhone::name).orElse(""),
                entered.values(),
                numbers(entered),
                sites(),
                agents(entered),
                entered.phone().map(this::facts).orElse(List.of()),
                mayChange,
                entered.problems(),
                entered.theirs().map(now -> differing(entered.values(), now)).orElse(List.of()));
    }

    /// With several to choose from, nothing is chosen by itself.
    private List<Choice> numbers(PhonePages.Entered entered) {
        var choices = new ArrayList<Choice>();
        if (entered.values().getOrDefault("channel", "").isEmpty()) {
            choices.add(new Choice("", "Choose one"));
        }
        ground.channels()
                .all()
                .forEach(it -> choices.add(new Choice(Long.toString(it.id()), it.title())));
        return choices;
    }

    private List<Choice> sites() {
        var choices = new ArrayList<>(List.of(EVERY_SITE));
        ground.sites()
                .all()
                .forEach(it -> choices.add(new Choice(Long.toString(it.id()), it.name())));
        return choices;
    }

    /// Those who get in, and whose it is.
    private List<Choice> agents(PhonePages.Entered entered) {
        var whose = entered.values().getOrDefault("agent", "");
        var choices = new ArrayList<>(List.of(SHARED));
        ground.agents().all().stream()
                .filter(it -> !it.disabled() || Long.toString(it.id()).equals(whose))
                .forEach(it ->
                        choices.add(
                                new Choice(
                                        Long.toString(it.id()),
                                        it.disabled() ? it.name() + ", disabled" : it.name())));
        return choices;
    }

    private List<Fact> facts(InboxPhone phone) {
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("Now", state(phone).words()));
        if (!more(phone).isEmpty()) {
            facts.add(Fact.of("Besides", more(phone)));
        }
        phone.names()
                .lostWaId()
                .ifPresent(digits ->
                        facts.add(
                                Fact.of("Had", "+" + digits + ", which is another account’s now")));
        return facts;
    }

    private List<Fact> differing(Map<String, String> mine, Map<String, String> theirs) {
        var names = new LinkedHashMap<String, String>();
        names.put("name", "Name");
        names.put("number", "Number");
        names.put("user_id", "User id");
        names.put("site", "Answers visitors of");
        names.put("agent", "Whose it is");
        return Fact.differing(names, mine, theirs, this::words);
    }

    private String words(String field, String value) {
        return switch (field) {
            case "site" -> chosen(sites(), value);
            case "agent" ->
                    value.isEmpty()
                            ? SHARED.words()
                            : ground.agents()
                                    .find(Long.parseLong(value))
                                    .map(Agent::name)
                                    .orElse("somebody who is gone");
            default -> value.isEmpty() ? "nothing" : value;
        };
    }

    private static String chosen(List<Choice> choices, String value) {
        return choices.stream()
                .filter(it -> it.value().equals(value))
                .map(Choice::words)
                .findFirst()
                .orElse("one that is gone");
    }
}
