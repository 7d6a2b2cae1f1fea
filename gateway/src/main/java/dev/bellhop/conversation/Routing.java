package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.canned.Placeholders;
import dev.bellhop.db.Tx;
import dev.bellhop.rule.Decision;
import dev.bellhop.rule.Decision.Outcome;
import dev.bellhop.rule.Facts;
import dev.bellhop.rule.Names;
import dev.bellhop.rule.OpeningHours;
import dev.bellhop.rule.Rule;
import dev.bellhop.rule.RuleWords;
import dev.bellhop.rule.Rules;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Asks the routing rules about a conversation that begins, does what the first that fits says, and
/// keeps why. All of it is one commit with the first message. What a rule names and is gone is left
/// out, and the trace says so.
final class Routing {
    private static final int ANSWER_MAX = 4_096;

    private final Pen pen;
    private final Conversations conversations;
    private final Labels labels;
    private final Traces traces;
    private final Rules rules;
    private final Sites sites;
    private final AutoReply autoReply;

    Routing(
            Pen pen,
            Conversations conversations,
            Labels labels,
            Traces traces,
            Rules rules,
            Sites sites,
            AutoReply autoReply) {
        this.pen = pen;
        this.conversations = conversations;
        this.labels = labels;
        this.traces = traces;
        this.rules = rules;
        this.sites = sites;
        this.autoReply = autoReply;
    }

    /// What is done with a conversation, as its trace tells it.
    private record Deeds(List<String> done, List<String> left) {
        Deeds() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        /// Whether what a rule names is still there; if not, that is told.
        boolean has(OptionalLong id, Map<Long, String> names, String gone) {
            if (id.isEmpty()) {
                return false;
            }
            boolean there = names.containsKey(id.getAsLong());
            if (!there) {
                left.add(gone);
            }
            return there;
        }

        /// Whether it is there when whoever changes it has finished; if not, that is told.
        boolean stays(Tx tx, String locking, OptionalLong id, String gone) {
            boolean there = tx.one(locking, row -> row.number("id"), id.getAsLong()).isPresent();
            if (!there) {
                left.add(gone);
            }
            return there;
        }
    }

    /// Routes a conversation of which this is the first message, written just now by whoever began
    /// it; any other stays as it is.
    ///
    /// @param conversation its row, locked
    /// @return the conversation as it is after that
    Conversation route(
            Tx tx, Conversation conversation, Visitor visitor, Message message, Afterwards after) {
        if (message.seq() != 1) {
            return conversation;
        }
        var all = rules.all(tx);
        if (all.stream().noneMatch(Rule::active)) {
            return conversation;
        }
        var decision = Decision.decide(all, facts(tx, conversation, visitor, message));
        if (decision.rule().isEmpty()) {
            traces.put(
                    tx, conversation.id(), OptionalLong.empty(), "No rule fitted.", message.at());
            return conversation;
        }
        var rule = decision.rule().get();
        var names = rules.names(tx, rule.then().canned());
        var deeds = new Deeds();
        act(tx, conversation, rule, names, deeds);
        var line =
                rule.title()
                        + " → "
                        + (deeds.done().isEmpty() ? "as it was" : String.join(", ", deeds.done()));
        pen.aside(tx, conversation, Aside.Kind.ROUTED, Actor.SYSTEM, line, after);
        answer(tx, conversation, visitor, rule, names, deeds, after);
        traces.put(
                tx,
                conversation.id(),
                OptionalLong.of(rule.id()),
                words(decision, rule, names, deeds),
                message.at());
        return conversations.lock(tx, conversation.id()).orElseThrow();
    }

    private void act(Tx tx, Conversation conversation, Rule rule, Names names, Deeds deeds) {
        var then = rule.then();
        long id = conversation.id();
        // Who is being deleted or disabled now is waited for: nobody gets what they would not give
        // back.
        if (deeds.has(then.team(), names.teams(), "its team is gone")
                && deeds.stays(
                        tx,
                        "SELECT id FROM team WHERE id = ? LOCK IN SHARE MODE",
                        then.team(),
                        "its team is gone")) {
            conversations.giveToTeam(tx, id, then.team());
            deeds.done().add("the team " + names.teams().get(then.team().getAsLong()));
        }
        if (deeds.has(then.agent(), names.agents(), "its agent does not answer any more")
                && deeds.stays(
                        tx,
                        "SELECT id FROM agent WHERE id = ? AND disabled_at IS NULL LOCK IN SHARE"
                                + " MODE",
                        then.agent(),
                        "its agent does not answer any more")) {
            conversations.assign(tx, id, then.agent(), pen.now());
            deeds.done().add(names.agents().get(then.agent().getAsLong()));
        }
        if (deeds.has(then.label(), names.labels(), "its label is gone")) {
            boolean _ = labels.put(tx, id, then.label().getAsLong());
            deeds.done().add("label " + names.labels().get(then.label().getAsLong()));
        }
        then.priority()
                .flatMap(Priority::named)
                .ifPresent(priority -> {
                    conversations.prioritise(tx, id, priority);
                    deeds.done().add("priority " + priority.wireName());
                });
    }

    /// A response that would have a hole in it is not sent.
    private void answer(
            Tx tx,
            Conversation conversation,
            Visitor visitor,
            Rule rule,
            Names names,
            Deeds deeds,
            Afterwards after) {
        var canned = rule.then().canned();
        if (!deeds.has(canned, names.canned(), "its canned response is gone")) {
            return;
        }
        var shortcut = names.canned().get(canned.getAsLong());
        var site = site(conversation).map(Site::name);
        var filled =
                Placeholders.fill(
                        names.cannedTexts().getOrDefault(canned.getAsLong(), ""),
                        known(conversation, visitor, site));
        // Whatever is wrong with it must not keep the customer's own words from being stored.
        var text = Text.cut(filled.text(), ANSWER_MAX);
        if (!filled.missing().isEmpty()) {
            deeds.left()
                    .add(
                            shortcut
                                    + " was not sent, as nothing is known for "
                                    + String.join(", ", filled.missing()));
        } else if (text.isEmpty()) {
            deeds.left().add(shortcut + " was not sent, as it says nothing here");
        } else {
            var now = conversations.lock(tx, conversation.id()).orElseThrow();
            autoReply.give(tx, now, new Text(text), site, after);
            deeds.done().add("the answer " + shortcut);
        }
    }

    private static Map<String, String> known(
            Conversation conversation, Visitor visitor, Optional<String> site) {
        var known = new HashMap<String, String>();
        visitor.name().ifPresent(name -> known.put("name", name));
        visitor.name().ifPresent(name -> known.put("first_name", name.strip().split("\\s", 2)[0]));
        visitor.email().ifPresent(email -> known.put("email", email));
        visitor.phone().ifPresent(phone -> known.put("phone", phone));
        visitor.page().title().ifPresent(title -> known.put("page", title));
        site.ifPresent(name -> known.put("site", name));
        known.put("code", conversation.code());
        return known;
    }

    private static String words(Decision decision, Rule rule, Names names, Deeds deeds) {
        var checks =
                decision.verdicts().stream()
                        .filter(it -> it.outcome() == Outcome.FITS)
                        .flatMap(it -> it.checks().stream())
                        .toList();
        var words = new StringBuilder(rule.title());
        words.append(": ").append(new RuleWords(names).why(rule, checks)).append('.');
        if (!deeds.done().isEmpty()) {
            words.append(" It got ").append(String.join(", ", deeds.done())).append('.');
        }
        if (!deeds.left().isEmpty()) {
            words.append(" Left out: ").append(String.join("; ", deeds.left())).append('.');
        }
        return words.toString();
    }

    private Facts facts(Tx tx, Conversation conversation, Visitor visitor, Message message) {
        boolean onWhatsApp = conversation.kind() == Kind.WHATSAPP;
        boolean returning =
                tx.one(
                                "SELECT id FROM conversation WHERE visitor_id = ? AND id <> ?"
                                        + " LIMIT 1",
                                row -> row.number("id"),
                                visitor.id(),
                                conversation.id())
                        .isPresent();
        return new Facts(
                message.text(),
                visitor.page().url(),
                visitor.page().referrer(),
                visitor.page().landing(),
                visitor.locale(),
                onWhatsApp,
                conversation.siteId(),
                conversation.channelId(),
                OpeningHours.isOpen(
                        sites, conversation.siteId(), conversation.channelId(), message.at()),
                returning,
                returning ? labelsBefore(tx, visitor, conversation) : Set.of());
    }

    private static Set<Long> labelsBefore(Tx tx, Visitor visitor, Conversation conversation) {
        return Set.copyOf(
                tx.query(
                        """
                        SELECT DISTINCT label_id FROM conversation_label
                        JOIN conversation ON conversation.id = conversation_id
                        WHERE visitor_id = ? AND conversation.id <> ?
                        """,
                        row -> row.number("label_id"),
                        visitor.id(),
                        conversation.id()));
    }

    private Optional<Site> site(Conversation conversation) {
        var id = conversation.siteId();
        return id.isPresent() ? sites.find(id.getAsLong()) : Optional.empty();
    }
}
