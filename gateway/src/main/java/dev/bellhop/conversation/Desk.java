package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.media.Announced;
import dev.bellhop.media.Attachments;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.people.Teams;
import dev.bellhop.privacy.Privacy;
import dev.bellhop.rule.Rules;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Sender;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Where everything that is said passes: check, store, tell, in that order. A message and the jobs
/// that carry it on are one commit; a repeat of what is stored gets the first answer again and
/// causes nothing.
///
/// Locks are taken in one order everywhere: the visitor, the conversation, then the rest.
public final class Desk implements AutoCloseable {
    /// Jobs that carry a message to an inbox phone.
    public static final String RELAY = "relay";

    /// Jobs that carry an answer to a customer on WhatsApp.
    public static final String DIRECT = "direct";

    /// Jobs that carry a reaction to a customer on WhatsApp.
    public static final String REACT = "react";

    /// Jobs that show a customer on WhatsApp that their words were read.
    public static final String MARK = "mark";

    /// Jobs that fetch a file from where it was sent to.
    public static final String FETCH = "fetch";

    /// What became of a message.
    ///
    /// @param repeated whether it was stored before
    public record Said(Message message, boolean repeated) {}

    /// By what a visitor of a site goes on on WhatsApp: once, and not for long.
    ///
    /// @param code to be written to the business number, with whatever else
    public record Handover(String code, long channelId, Instant expiresAt) {}

    /// A message that has not come yet.
    ///
    /// @param author whose it has to be
    /// @param personId the customer in whose chat it is, if they are known
    public record Target(byte[] onceKey, Author author, OptionalLong personId) {}

    /// A visitor's words in the widget.
    ///
    /// @param text may be missing when there is a file
    /// @param upload the handle of a file that the visitor uploaded before
    public record Draft(
            String cid, Optional<Text> text, OptionalInt replyTo, Optional<String> upload) {
        public Draft(String cid, Text text, OptionalInt replyTo) {
            this(cid, Optional.of(text), replyTo, Optional.empty());
        }
    }

    private final Privacy privacy;
    private final VisitorSide visitorSide;
    private final Reactions reactions;
    private final AgentSide agentSide;
    private final AgentSigns agentSigns;
    private final BackOffice backOffice;
    private final AutoAssigner autoAssigner;
    private final FollowUps followUps;
    private final RatingRequest ratingRequest;
    private final Blocks blocks;
    private final Merging merging;
    private final CustomerSide customerSide;
    private final Afterthoughts afterthoughts;
    private final Handovers handovers = new Handovers();
    private final Receipts receipts = new Receipts();
    private final Pen pen;
    private final Conversations conversations;
    private final Messages messages;
    private final Enclosures enclosures;
    private final Live live;
    private final Consumer<String> wakeLane;

    /// Wires the desk.
    ///
    /// @param sites whose opening hours routing rules may ask for
    /// @param privacy what of customers' words may be stored
    /// @param wakeLane called with the lane of a new job, after the commit
    public Desk(
            Database database,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            InboxPhones phones,
            Sites sites,
            Privacy privacy,
            Outbox outbox,
            Live live,
            Consumer<String> wakeLane,
            Clock clock) {
        this.privacy = privacy;
        this.enclosures = new Enclosures(database, new Attachments(database, clock));
        this.conversations = conversations;
        var asides = new Asides(database);
        this.pen =
                new Pen(
                        database,
                        conversations,
                        messages,
                        enclosures,
                        asides,
                        outbox,
                        live,
                        wakeLane,
                        clock);
        var audit = new Audit(database, clock);
        var labels = new Labels(database, audit);
        var traces = new Traces(database);
        this.autoAssigner =
                new AutoAssigner(
                        pen,
                        conversations,
                        new TeamQueue(database),
                        new Teams(database, audit, clock),
                        phones,
                        sites);
        this.backOffice = new BackOffice(pen, conversations, asides, labels, traces, audit);
        var autoReply = new AutoReply(pen, handovers, outbox);
        var away = new Away(conversations, sites, autoReply);
        var people = new People(visitors, conversations, handovers, receipts, clock);
        var forms = new Forms(database);
        this.ratingRequest =
                new RatingRequest(
                        pen, conversations, visitors, people, receipts, forms, sites, autoReply);
        var greeting = new Greeting(conversations, sites, autoReply);
        this.followUps =
                new FollowUps(
                        pen,
                        conversations,
                        new Unattended(database),
                        visitors,
                        receipts,
                        sites,
                        autoReply,
                        this::closeIf);
        var routing =
                new Routing(
                        pen,
                        conversations,
                        labels,
                        traces,
                        new Rules(database, audit, clock),
                        sites,
                        autoReply);
        this.blocks = new Blocks(pen, visitors, conversations, handovers, outbox, audit);
        this.merging =
                new Merging(pen, visitors, conversations, messages, handovers, receipts, audit);
        this.reactions = new Reactions(database);
        var toPhones = new ToPhones(outbox);
        this.visitorSide =
                new VisitorSide(
                        pen,
                        visitors,
                        conversations,
                        messages,
                        handovers,
                        routing,
                        away,
                        greeting,
                        ratingRequest,
                        toPhones);
        this.agentSigns =
                new AgentSigns(
                        pen,
                        conversations,
                        messages,
                        reactions,
                        receipts,
                        visitors,
                        handovers,
                        outbox);
        this.afterthoughts = new Afterthoughts(pen, conversations, messages, reactions, enclosures);
        this.agentSide =
                new AgentSide(
                        pen,
                        conversations,
                        messages,
                        handovers,
                        forms,
                        ratingRequest,
                        agentSigns,
                        afterthoughts,
                        outbox);
        this.customerSide =
                new CustomerSide(
                        pen,
                        people,
                        conversations,
                        messages,
                        handovers,
                        routing,
                        away,
                        greeting,
                        toPhones,
                        receipts,
                        afterthoughts);
        this.messages = messages;
        this.live = live;
        this.wakeLane = wakeLane;
    }

    /// A visitor said something in the widget. Repeating a `cid` gives the first answer again.
    ///
    /// @param channelId the business number that relays it to the inbox phones
    /// @throws Refusal `blocked`
    public Said say(long visitorId, long siteId, OptionalLong channelId, Draft draft) {
        var kept =
                new Draft(
                        draft.cid(),
                        draft.text().map(text -> new Text(privacy.discreet(text.value()))),
                        draft.replyTo(),
                        draft.upload());
        return visitorSide.say(visitorId, siteId, channelId, kept);
    }

    /// The same on the way of what is not plain, by which the other one is measured.
    Said sayAlone(long visitorId, long siteId, OptionalLong channelId, Draft draft) {
        return visitorSide.store(visitorId, siteId, channelId, draft);
    }

    /// Lets a visitor go on with their open conversation on WhatsApp. Asked again soon, it gives
    /// the same code.
    ///
    /// @return empty when there is no open conversation, or no business number
    /// @throws Refusal `blocked`
    public Optional<Handover> handOver(long visitorId) {
        return visitorSide.handOver(visitorId);
    }

    /// Notes whether what a visitor says may be kept once their chat is over: from now on, and of
    /// the chat that goes on.
    public void mayBeKept(long visitorId, boolean kept) {
        visitorSide.mayBeKept(visitorId, kept);
    }

    /// Forgets codes of [#handOver] that nobody used in time.
    public void forgetHandovers() {
        visitorSide.forgetHandovers();
    }

    /// Forgets edits and deletions of messages that never came.
    public void forgetEarlyChanges() {
        afterthoughts.forgetEarly();
    }

    /// A customer wrote to the business number. What somebody writes who is blocked is kept, and
    /// nobody waits for an answer to it. Whoever writes a code of [#handOver] joins its
    /// conversation, with that message and those that follow while it is open.
    ///
    /// @return empty when it had come before and its chat was erased since
    public Optional<Said> receive(long channelId, Sender sender, Voice.Words words, Instant at) {
        return customerSide.receive(channelId, sender, words.reworded(privacy::discreet), at);
    }

    /// The business wrote to a customer from its own phone: an answer like any other, which is on
    /// WhatsApp already.
    ///
    /// @param to the customer
    /// @return empty when it had come before and its chat was erased since
    public Optional<Said> echo(long channelId, Sender to, Voice.Words words, Instant at) {
        return customerSide.echo(channelId, to, words, at);
    }

    /// WhatsApp tells that a customer is called otherwise from now on. Two rows that turn out to be
    /// one person are joined, and a line in the newest thread says what happened.
    ///
    /// @param oldWaId the number until now
    /// @param oldUserId the user id until now
    /// @param numberStays whether the number until now is still theirs when no new one is told
    /// @return false when nobody here knows them, or it is a repeat
    public boolean rename(
            long channelId,
            byte[] onceKey,
            Optional<String> oldWaId,
            Optional<String> oldUserId,
            Sender now,
            boolean numberStays,
            String line) {
        var renaming = new People.Renaming(oldWaId, oldUserId, now, numberStays);
        return customerSide.rename(channelId, onceKey, renaming, line);
    }

    /// WhatsApp tells something about a customer; a line in the newest thread says it.
    ///
    /// @return false when nobody here knows them, or it is a repeat
    public boolean note(long channelId, byte[] onceKey, Sender customer, String line) {
        return customerSide.note(channelId, onceKey, customer, line);
    }

    /// The customer whom WhatsApp means, if they are known here.
    public Optional<Visitor> customer(long channelId, Sender sender) {
        return customerSide.find(channelId, sender);
    }

    /// Somebody reacted to a message, or took that back; the latest of each counts.
    ///
    /// @param who a name of ours for whoever it is, such as `visitor` or `phone:3`
    /// @param emoji empty when a reaction was taken away
    /// @return false when there is no such message, or it is a repeat
    public boolean react(
            Spot spot,
            byte[] onceKey,
            String who,
            Optional<String> name,
            Optional<String> emoji,
            Instant at) {
        return afterthoughts.react(spot, onceKey, who, name, emoji, at);
    }

    /// The author of a message put other words in the place of the first ones, which are kept.
    ///
    /// @param author whose message it has to be
    /// @return false when it is not that author's, was deleted, or it is a repeat
    public boolean edit(Spot spot, Author author, Voice.Words now, Instant at) {
        return afterthoughts.edit(spot, author, kept(author, now), at);
    }

    /// The author of a message deleted it for everyone: nobody here is shown its words any more.
    ///
    /// @param author whose message it has to be
    /// @return false when it is not that author's, or it is a repeat
    public boolean revoke(Spot spot, Author author, byte[] onceKey, Instant at) {
        return afterthoughts.revoke(spot, author, onceKey, at);
    }

    /// An edit of a message that has not come yet: it is done when it comes.
    public void editOnceItComes(Target target, Voice.Words now, Instant at) {
        afterthoughts.editOnceItComes(target, kept(target.author(), now), at);
    }

    /// What of an edit may be stored: the business's own words are its own affair.
    private Voice.Words kept(Author author, Voice.Words words) {
        return author == Author.VISITOR ? words.reworded(privacy::discreet) : words;
    }

    /// A deletion of a message that has not come yet: it is done when it comes.
    public void revokeOnceItComes(Target target, byte[] onceKey, Instant at) {
        afterthoughts.revokeOnceItComes(target, onceKey, at);
    }

    /// Whether a reaction was taken before.
    public boolean knowsReaction(byte[] onceKey) {
        return afterthoughts.knowsReaction(onceKey);
    }

    /// The visitor's browser holds all messages up to `got`, and the visitor has seen those up to
    /// `seen`.
    public void visitorReached(long conversationId, int got, int seen) {
        visitorSide.visitorReached(conversationId, got, seen);
    }

    /// The visitor says how it was; a later word replaces an earlier one.
    public void rate(long conversationId, int score, Optional<String> comment) {
        visitorSide.rate(conversationId, score, comment.map(privacy::discreet));
    }

    /// A customer on WhatsApp chose a row of a list; it may be how they were served.
    ///
    /// @param rowId as Meta brings it
    /// @param at when they chose it
    /// @return what they said, 1 to 5; empty when the row is none of those
    public OptionalInt rate(long channelId, Sender customer, String rowId, Instant at) {
        return ratingRequest.take(channelId, customer, rowId, at);
    }

    /// The visitor has what they came for. Ending twice is ending once, and what they write next
    /// begins a new conversation.
    public void visitorEnds(long conversationId, String visitorName) {
        visitorSide.end(conversationId, visitorName);
    }

    /// Somebody answered for the business, in the panel or on a phone. A closed conversation opens
    /// again.
    ///
    /// @throws Refusal `not_found` when there is no such conversation, `invalid` when WhatsApp
    ///   would not take it
    public Said reply(long conversationId, Voice voice, Voice.Words words) {
        return agentSide.reply(conversationId, voice, words, _ -> {});
    }

    /// Somebody answers who has the thread before their eyes. To the same again it is the same
    /// answer, whatever happened since.
    ///
    /// @param seen up to which message they saw it; left out, newer answers do not matter
    /// @throws Refusal as [#reply(long, Voice, Voice.Words)]; `conflict` when who would read it is
    ///   blocked; `overtaken` when somebody else has answered what they did not see
    public Said answer(long conversationId, Voice voice, Voice.Words words, OptionalInt seen) {
        return agentSide.reply(
                conversationId,
                voice,
                words,
                tx -> Objections.raise(tx, conversationId, voice, words, seen));
    }

    /// As [#reply(long, Voice, Voice.Words)], with something that is written in the same commit,
    /// unless it is a repeat.
    ///
    /// @throws Refusal `not_found` when there is no such conversation
    public Said reply(long conversationId, Voice voice, Voice.Words words, Consumer<Tx> besides) {
        return agentSide.reply(conversationId, voice, words, besides);
    }

    /// Somebody who answers for the business put an emoji on what a customer wrote, or took it
    /// away. On WhatsApp the business is one person: the customer sees the newest that stands.
    ///
    /// @param who a name of ours, such as `agent:7`
    /// @param emoji empty to take away
    /// @return the message
    /// @throws Refusal `not_found`, `conflict` for what is not a customer's, `invalid` for what is
    ///   no emoji
    public Message reactAsTeam(
            long conversationId, int seq, String who, String name, Optional<String> emoji) {
        return agentSigns.react(new Spot(conversationId, seq), who, name, emoji);
    }

    /// An agent has the thread before their eyes, up to a message. A customer on WhatsApp sees that
    /// it was read.
    public void agentSaw(long conversationId, int seq) {
        agentSide.agentSaw(conversationId, seq);
    }

    /// Ends a conversation; the visitor sees who did. Closing twice is closing once.
    public void close(long conversationId, String agentName) {
        agentSide.close(conversationId, agentName, Ending.UNSAID, (_, _, _) -> {});
    }

    /// The same, with something that is written in the same commit, unless it was closed before.
    public void close(long conversationId, String agentName, Consumer<Tx> besides) {
        agentSide.close(conversationId, agentName, Ending.UNSAID, (tx, _, _) -> besides.accept(tx));
    }

    /// The same, and the team keeps how it ended.
    public void close(long conversationId, Actor by, Ending ending) {
        agentSide.close(
                conversationId,
                by.name(),
                ending,
                (tx, conversation, after) ->
                        backOffice.closed(tx, conversation, by, ending, after));
    }

    private void closeIf(
            long conversationId, Predicate<Conversation> still, String by, Ending ending) {
        agentSide.closeIf(
                conversationId,
                still,
                by,
                ending,
                (tx, conversation, after) ->
                        backOffice.closed(tx, conversation, Actor.SYSTEM, ending, after));
    }

    /// Takes a closed conversation up again.
    public void reopen(long conversationId, Actor by) {
        agentSide.reopen(
                conversationId,
                (tx, conversation, after) -> backOffice.reopened(tx, conversation, by, after));
    }

    /// What the team does with conversations behind the customers' backs.
    public BackOffice backOffice() {
        return backOffice;
    }

    /// What gives teams' conversations to their agents by itself.
    public AutoAssigner autoAssigner() {
        return autoAssigner;
    }

    /// What sees to conversations in which nothing happens.
    public FollowUps followUps() {
        return followUps;
    }

    /// Makes one person of two.
    public Merging merging() {
        return merging;
    }

    /// Who may write to the business no longer.
    public Blocks blocks() {
        return blocks;
    }

    /// Who reads a conversation on WhatsApp, by their ids as visitors: the customer whose it is, or
    /// those who go on there with one of a site.
    public List<Long> onWhatsApp(Conversation conversation) {
        return pen.read(tx -> handovers.onWhatsApp(tx, conversation));
    }

    /// How long a customer on WhatsApp may be written to in free words.
    public Window windowOf(Conversation conversation) {
        return pen.read(tx ->
                new Window(
                        receipts.newestBy(tx, conversation.visitorId()).map(Receipts.Receipt::at)));
    }

    /// Advances a message in the caller's transaction, forward only.
    ///
    /// @return what to run after the commit
    public Runnable advance(
            Tx tx,
            long conversationId,
            int seq,
            Status status,
            Instant at,
            Optional<String> failure) {
        if (status == Status.FAILED && hasAnotherWay(tx, conversationId, seq)) {
            return () -> {};
        }
        if (!messages.advance(tx, conversationId, seq, status, at, failure)) {
            return () -> {};
        }
        var news = StatusSteps.owner(tx, conversationId, seq);
        var after = new Afterwards(live, wakeLane);
        after.told(
                news.visitorId(),
                new Happening.StatusAdvanced(conversationId, seq, news.author(), status, at));
        return after::run;
    }

    /// How far a message got that did not fail.
    public record Advance(Spot spot, Status status, Instant at) {}

    /// Advances messages in the caller's transaction, each forward only.
    ///
    /// @param all at most one of each message, whose conversation the caller holds
    /// @return for each that got further what to run after the commit
    public Map<Spot, Runnable> advance(Tx tx, List<Advance> all) {
        if (all.isEmpty()) {
            return Map.of();
        }
        var then = new HashMap<Spot, Runnable>();
        StatusSteps.advance(
                        tx,
                        all.stream()
                                .map(it -> new StatusSteps.Step(it.spot(), it.status(), it.at()))
                                .toList())
                .forEach((step, owner) -> {
                    var after = new Afterwards(live, wakeLane);
                    after.told(
                            owner.visitorId(),
                            new Happening.StatusAdvanced(
                                    step.spot().conversationId(),
                                    step.spot().seq(),
                                    owner.author(),
                                    step.status(),
                                    step.at()));
                    then.put(step.spot(), after::run);
                });
        return then;
    }

    /// Says something beside a message's words to whoever reads it, in the caller's transaction.
    ///
    /// @return what to run after the commit
    public Runnable remark(Tx tx, long conversationId, int seq, String line) {
        messages.remark(tx, conversationId, seq, line);
        return changed(tx, conversationId, seq);
    }

    /// Whoever looks at a message sees why the team's reaction on it did not reach WhatsApp, or no
    /// longer; in the caller's transaction.
    ///
    /// @return what to run after the commit
    public Runnable reactionWent(Tx tx, Spot spot, Optional<String> failure) {
        return reactions.went(tx, spot, failure, pen.now())
                ? changed(tx, spot.conversationId(), spot.seq())
                : () -> {};
    }

    private Runnable changed(Tx tx, long conversationId, int seq) {
        var after = new Afterwards(live, wakeLane);
        var visitorId =
                tx.one(
                        "SELECT visitor_id FROM conversation WHERE id = ?",
                        row -> row.number("visitor_id"),
                        conversationId);
        messages.find(tx, conversationId, seq)
                .ifPresent(message ->
                        visitorId.ifPresent(
                                id -> after.told(id, new Happening.MessageChanged(message))));
        return after::run;
    }

    /// The files of messages.
    public Enclosures enclosures() {
        return enclosures;
    }

    /// A file that is being fetched although nobody can say yet which message has it.
    ///
    /// @param lane to be woken after the commit
    public record Ahead(long attachmentId, String lane) {}

    /// Has a file fetched that came with words of which nobody can say yet where they belong; an
    /// [Enclosure.Noted] puts it to them once that is known.
    public Ahead fetchAhead(Tx tx, Announced file) {
        var attachment = enclosures.announce(tx, file);
        return new Ahead(attachment.id(), pen.fetch(tx, 0, 0, attachment));
    }

    /// Tells that a file arrived, or cannot be had, if a message has it.
    public void tellEnclosure(long attachmentId) {
        enclosures
                .of(attachmentId)
                .ifPresent(spot -> tellEnclosure(spot.conversationId(), spot.seq()));
    }

    private void tellEnclosure(long conversationId, int seq) {
        var message = messages.find(conversationId, seq);
        var conversation = conversations.find(conversationId);
        if (message.isPresent() && conversation.isPresent()) {
            var changed = new Happening.EnclosureChanged(message.get());
            live.tell(List.of(Topic.visitor(conversation.get().visitorId()), Topic.INBOX), changed);
        }
    }

    /// Tries once more to get the file of a message that could not be had.
    ///
    /// @return false when there is none that could not be had
    public boolean fetchAgain(long conversationId, int seq) {
        boolean begun =
                pen.store((tx, after) -> {
                    var file = enclosures.again(tx, conversationId, seq);
                    file.ifPresent(it -> after.wake(pen.fetch(tx, conversationId, seq, it)));
                    return file.isPresent();
                });
        if (begun) {
            tellEnclosure(conversationId, seq);
        }
        return begun;
    }

    /// An answer in a conversation of the widget is there, whatever becomes of its copy on
    /// WhatsApp.
    private boolean hasAnotherWay(Tx tx, long conversationId, int seq) {
        boolean isAnswer =
                messages.find(tx, conversationId, seq)
                        .filter(message -> message.author() == Author.AGENT)
                        .isPresent();
        return isAnswer
                && tx.one(
                                "SELECT id FROM conversation WHERE id = ? AND kind = 'web'",
                                row -> row.number("id"),
                                conversationId)
                        .isPresent();
    }

    /// Tells the other side that somebody began or ceased to type; nothing is stored.
    public void typing(Conversation conversation, Author author, String name, boolean on) {
        var typing = new Happening.Typing(conversation.id(), author, name, on);
        live.tell(List.of(Topic.visitor(conversation.visitorId()), Topic.INBOX), typing);
    }

    /// Finishes what is being written of what customers wrote.
    @Override
    public void close() {
        customerSide.close();
    }
}
