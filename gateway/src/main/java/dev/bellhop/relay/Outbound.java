package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Relayed;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Lanes;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.trace.Span;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Outgoing;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Carries messages to the inbox phones: a visitor's, and Bellhop's own. A gateway does one job at
/// a time in each lane; a job is done when Meta accepted it.
public final class Outbound {
    /// Jobs that say something to a phone on Bellhop's behalf.
    public static final String ASK = "ask";

    private final Database database;
    private final Channels channels;
    private final InboxPhones phones;
    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final Sendings sendings;
    private final PhoneReplies phoneReplies;
    private final Dispatch dispatch;
    private final Parcels parcels;
    private final Bundles bundles;
    private final Waits waits;
    private final FallbackTemplate fallback;
    private final Clock clock;

    Outbound(
            Database database,
            Channels channels,
            InboxPhones phones,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Sendings sendings,
            PhoneReplies phoneReplies,
            Dispatch dispatch,
            Parcels parcels,
            Bundles bundles,
            Waits waits,
            FallbackTemplate fallback,
            Clock clock) {
        this.database = database;
        this.channels = channels;
        this.phones = phones;
        this.visitors = visitors;
        this.conversations = conversations;
        this.messages = messages;
        this.sendings = sendings;
        this.phoneReplies = phoneReplies;
        this.dispatch = dispatch;
        this.parcels = parcels;
        this.bundles = bundles;
        this.waits = waits;
        this.fallback = fallback;
        this.clock = clock;
    }

    /// A visitor's message on its way to one phone.
    private record Errand(
            Job job,
            Message message,
            Conversation conversation,
            Visitor visitor,
            InboxPhone phone,
            Address to,
            Channel channel) {}

    /// Carries visitors' messages, each to one inbox phone.
    ///
    /// @return what does so
    List<Lanes.Work> relay(Tx tx, List<Job> jobs) {
        return about(tx, jobs.stream().map(Wanted::of).toList()).stream()
                .<Lanes.Work>map(about -> () -> relay(about))
                .toList();
    }

    private Settlement relay(About about) {
        var job = about.job();
        var message = about.message();
        var conversation = about.conversation();
        if (message.isEmpty() || conversation.isEmpty()) {
            return Settlement.of(new End.Dead("the message is gone"));
        }
        Span.current().is(Span.CODE, conversation.get().code());
        if (isUnwanted(about)) {
            return Settlement.of(new End.Done());
        }
        var phone = about.phone();
        if (phone.isEmpty()) {
            return Settlement.of(new End.Done()); // the phone no longer answers for the business
        }
        var address = address(job, phone.get());
        if (address.isEmpty()) {
            return dispatch.failed(job, List.of(), lost(phone.get()));
        }
        return relay(
                new Errand(
                        job,
                        message.get(),
                        conversation.get(),
                        about.visitor().orElseThrow(),
                        phone.get(),
                        address.get(),
                        channels.find(phone.get().channelId()).orElseThrow()));
    }

    /// Whether it is words of somebody who was blocked while they were tried, and nothing of them
    /// can have gone out.
    private static boolean isUnwanted(About about) {
        return about.message().filter(it -> it.author() == Author.VISITOR).isPresent()
                && about.visitor().filter(Visitor::blocked).isPresent()
                && about.job().step() == 0
                && !about.job().unsure();
    }

    /// What a job is about, as far as it is there.
    private record About(
            Job job,
            Optional<Message> message,
            Optional<Conversation> conversation,
            Optional<Visitor> visitor,
            Optional<InboxPhone> phone) {
        static About of(Job job, Job.AtHand known) {
            if (known instanceof Relayed relayed) {
                return new About(
                        job,
                        Optional.of(relayed.message()),
                        Optional.of(relayed.conversation()),
                        Optional.of(relayed.visitor()),
                        Optional.of(relayed.phone()));
            }
            throw new IllegalArgumentException("nothing that is relayed: " + known);
        }
    }

    /// What a job asks for.
    private record Wanted(Job job, long phoneId) {
        static Wanted of(Job job) {
            return new Wanted(job, Json.parse(job.payload()).path("phone").asLong());
        }

        Spot spot() {
            return new Spot(job.conversationId(), job.seq());
        }
    }

    /// What is at hand is not read once more.
    private List<About> about(Tx tx, List<Wanted> all) {
        var read =
                read(tx, all.stream().filter(it -> it.job().atHand().isEmpty()).toList())
                        .iterator();
        return all.stream()
                .map(it ->
                        it.job()
                                .atHand()
                                .map(known -> About.of(it.job(), known))
                                .orElseGet(read::next))
                .toList();
    }

    private List<About> read(Tx tx, List<Wanted> all) {
        if (all.isEmpty()) {
            return List.of();
        }
        var found = conversations.find(tx, distinct(all, it -> it.job().conversationId()));
        var people =
                found.isEmpty()
                        ? Map.<Long, Visitor>of()
                        : visitors.find(tx, distinct(found.values(), Conversation::visitorId));
        var words = messages.at(tx, all.stream().map(Wanted::spot).distinct().toList());
        var receivers = phones.find(tx, distinct(all, Wanted::phoneId));
        return all.stream()
                .map(it -> {
                    var conversation = Optional.ofNullable(found.get(it.job().conversationId()));
                    return new About(
                            it.job(),
                            Optional.ofNullable(words.get(it.spot())),
                            conversation,
                            conversation.map(Conversation::visitorId).map(people::get),
                            Optional.ofNullable(receivers.get(it.phoneId())));
                })
                .toList();
    }

    private static <T> Set<Long> distinct(Collection<T> all, Function<T, Long> id) {
        return all.stream().map(id).collect(Collectors.toCollection(TreeSet::new));
    }

    /// A send that failed for the phone's number is repeated by its user id.
    private Optional<Address> address(Job job, InboxPhone phone) {
        return Address.of(phone, clock.instant())
                .map(address ->
                        Setbacks.isByUserId(job)
                                ? address.byUserId(phone.names().userId())
                                : address);
    }

    private static String lost(InboxPhone phone) {
        return "Nothing is known by which "
                + phone.name()
                + " could be written to: the number belongs to somebody else now.";
    }

    private Settlement relay(Errand errand) {
        var phone = errand.phone();
        boolean shut = phone.isShut(clock.instant());
        if (shut
                && template(errand, List.of()).isEmpty()
                && dispatch.told(errand.job()).isEmpty()) {
            return dispatch.waiting(errand.job(), phone.id(), waits.forWindow(phone.name()));
        }
        if (shut || !parcels.has(errand.message())) {
            return relayWords(errand, shut);
        }
        var quote = quoteOn(errand.message(), phone.id());
        return parcels.send(
                errand.job(),
                errand.message(),
                letter(errand, quote, List.of(errand.message())),
                errand.channel(),
                parts ->
                        dispatch.send(
                                errand.job(),
                                errand.channel(),
                                errand.to(),
                                _ ->
                                        new Post(
                                                errand.channel(),
                                                parts,
                                                quote,
                                                OptionalLong.of(phone.id()),
                                                List.of())));
    }

    private Settlement relayWords(Errand errand, boolean shut) {
        var phone = errand.phone();
        return dispatch.send(
                errand.job(),
                errand.channel(),
                errand.to(),
                scarce -> {
                    var carried = bundles.of(errand.job(), errand.message(), scarce);
                    var parts = shut ? template(errand, carried) : Optional.<Outgoing>empty();
                    var quote = quoteOn(errand.message(), phone.id());
                    return new Post(
                            errand.channel(),
                            parts.map(List::of)
                                    .orElseGet(() ->
                                            texts(letter(errand, quote, all(errand, carried)))),
                            quote,
                            OptionalLong.of(phone.id()),
                            carried.stream().map(Bundles.Carried::job).toList());
                });
    }

    /// @param quote the id under which the phone has what is quoted; without one words tell it
    private List<String> letter(Errand errand, Optional<String> quote, List<Message> all) {
        var message = errand.message();
        var quoted =
                quote.isPresent() || message.replyTo().isEmpty()
                        ? Optional.<Message>empty()
                        : messages.find(message.conversationId(), message.replyTo().getAsInt());
        return Letter.compose(errand.conversation().code(), errand.visitor(), quoted, all);
    }

    private static List<Outgoing> texts(List<String> letter) {
        return letter.stream().<Outgoing>map(part -> new Outgoing.Text(part, false)).toList();
    }

    private Optional<Outgoing> template(Errand errand, List<Bundles.Carried> carried) {
        return fallback.fill(
                        errand.channel().id(),
                        Letter.who(errand.conversation().code(), errand.visitor()),
                        Letter.folded(all(errand, carried)))
                .map(filled -> filled);
    }

    private static List<Message> all(Errand errand, List<Bundles.Carried> carried) {
        var all = new ArrayList<>(List.of(errand.message()));
        carried.forEach(other -> all.add(other.message()));
        return all;
    }

    /// Says to a phone what Bellhop wants to know or to tell.
    public Settlement ask(Job job) {
        var payload = Json.parse(job.payload());
        long phoneId = payload.path("phone").asLong();
        var phone = database.read(tx -> phones.find(tx, phoneId));
        if (phone.isEmpty()) {
            return Settlement.of(new End.Done());
        }
        if (phone.get().isShut(clock.instant()) && dispatch.told(job).isEmpty()) {
            return dispatch.waiting(job, phoneId, waits.forWindow(phone.get().name()));
        }
        var channel = channels.find(phone.get().channelId()).orElseThrow();
        var address = address(job, phone.get());
        if (address.isEmpty()) {
            return Settlement.of(new End.Dead(lost(phone.get())));
        }
        return dispatch.send(
                job,
                channel,
                address.get(),
                _ ->
                        new Post(
                                channel,
                                List.of(Question.read(payload)),
                                Json.string(payload, "quote"),
                                OptionalLong.of(phoneId),
                                List.of()));
    }

    /// The id under which a phone has what a message quotes: it was sent there, or written there.
    private Optional<String> quoteOn(Message message, long phoneId) {
        if (message.replyTo().isEmpty()) {
            return Optional.empty();
        }
        long conversation = message.conversationId();
        int quoted = message.replyTo().getAsInt();
        return database.read(tx ->
                sendings.wamidOn(tx, conversation, quoted, phoneId)
                        .or(() -> phoneReplies.wamidOn(tx, conversation, quoted, phoneId)));
    }
}
