package dev.bellhop.conversation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.bellhop.conversation.Identities.Person;
import dev.bellhop.db.Tx;
import dev.bellhop.whatsapp.Sender;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Knows who is who on WhatsApp. A person has a user id, a number, or both, in each channel; two
/// rows that turn out to be one person are joined, and all conversations go to the elder.
///
/// Where both are told, the user id leads. A number that a row holds beside another user id has
/// passed to somebody else, as numbers do: it moves, and no words of one person get under the
/// other's name.
final class People {
    private static final int TRIES = 5;

    private final Identities identities = new Identities();
    private final Visitors visitors;
    private final Conversations conversations;
    private final Handovers handovers;
    private final Receipts receipts;
    private final Clock clock;

    People(
            Visitors visitors,
            Conversations conversations,
            Handovers handovers,
            Receipts receipts,
            Clock clock) {
        this.visitors = visitors;
        this.conversations = conversations;
        this.handovers = handovers;
        this.receipts = receipts;
        this.clock = clock;
    }

    /// The person, locked; made when they are new.
    Visitor meet(Tx tx, long channelId, Sender sender, Afterwards after) {
        return asKnown(tx, channelId, sender)
                .or(() -> meet(tx, channelId, sender, List::of, true, after))
                .or(() -> make(tx, channelId, sender))
                .or(() -> meet(tx, channelId, sender, List::of, true, after))
                .orElseThrow();
    }

    /// Most people come again as they are known, and there is nothing to write. Whatever is told is
    /// unique, so one row that has all of it is the only one; it is looked at again once it is
    /// locked.
    private Optional<Visitor> asKnown(Tx tx, long channelId, Sender sender) {
        return identities.find(tx, channelId, sender.waId(), sender.userId()).stream()
                .filter(person -> isAllTold(sender, person))
                .findFirst()
                .flatMap(person -> visitors.lock(tx, person.id()))
                .filter(visitor -> isAsKnown(sender, visitor));
    }

    /// Who somebody says they are.
    record Claim(long channelId, Sender sender) {}

    /// The same for many at once: those who come as they are known, locked, and nobody in place of
    /// the others. Whoever comes twice counts once.
    ///
    /// @return as many, in their order
    List<Optional<Visitor>> allAsKnown(Tx tx, List<Claim> claims) {
        var rows = new HashMap<Long, List<Person>>();
        claims.stream()
                .collect(groupingBy(Claim::channelId, mapping(Claim::sender, toList())))
                .forEach((id, senders) -> rows.put(id, identities.findAll(tx, id, senders)));
        var ids =
                claims.stream()
                        .map(claim ->
                                rows.getOrDefault(claim.channelId(), List.of()).stream()
                                        .filter(person -> isAllTold(claim.sender(), person))
                                        .map(Person::id)
                                        .findFirst())
                        .toList();
        var locked =
                visitors.lockAll(tx, ids.stream().flatMap(Optional::stream).toList()).stream()
                        .collect(toMap(Visitor::id, Function.identity()));
        return IntStream.range(0, claims.size())
                .mapToObj(i ->
                        ids.get(i)
                                .flatMap(id -> Optional.ofNullable(locked.remove(id)))
                                .filter(visitor -> isAsKnown(claims.get(i).sender(), visitor)))
                .toList();
    }

    private static boolean isAsKnown(Sender sender, Visitor visitor) {
        return isAllTold(sender, person(visitor))
                && (visitor.name().isPresent() || sender.name().isEmpty());
    }

    private static Person person(Visitor visitor) {
        return new Person(
                visitor.id(),
                visitor.waId(),
                visitor.userId(),
                visitor.byUserId(),
                visitor.siteId().isPresent());
    }

    private static boolean isAllTold(Sender sender, Person person) {
        return (sender.waId().isEmpty() || sender.waId().equals(person.waId()))
                && (sender.userId().isEmpty() || sender.userId().equals(person.userId()))
                && byUserId(sender, person.waId(), person.byUserId()) == person.byUserId();
    }

    /// Whoever shows no number any more is written to by their user id, until the number shows.
    private static boolean byUserId(Sender told, Optional<String> waId, boolean before) {
        return told.userId().isPresent() ? told.waId().isEmpty() && waId.isPresent() : before;
    }

    /// Somebody is called otherwise from now on.
    ///
    /// @param oldWaId the number until now
    /// @param oldUserId the user id until now
    /// @param now what they are called now
    /// @param numberStays whether the number until now is still theirs when no new one is told
    record Renaming(
            Optional<String> oldWaId,
            Optional<String> oldUserId,
            Sender now,
            boolean numberStays) {}

    /// The person, locked, if they are known by what they are called now or by what they were
    /// called until now; from then on they are called what they are called now.
    Optional<Visitor> rename(Tx tx, long channelId, Renaming renaming, Afterwards after) {
        return meet(
                tx,
                channelId,
                renaming.now(),
                () -> before(tx, channelId, renaming),
                renaming.numberStays(),
                after);
    }

    /// An old number that stands beside a third user id has passed to somebody else since.
    private List<Person> before(Tx tx, long channelId, Renaming renaming) {
        return identities.find(tx, channelId, renaming.oldWaId(), renaming.oldUserId()).stream()
                .filter(person ->
                        renaming.oldUserId().isEmpty()
                                || person.userId().isEmpty()
                                || person.userId().equals(renaming.oldUserId())
                                || person.userId().equals(renaming.now().userId()))
                .toList();
    }

    /// Who it is, without changing anything.
    Optional<Visitor> find(Tx tx, long channelId, Sender sender) {
        return identities.find(tx, channelId, sender.waId(), sender.userId()).stream()
                .filter(person -> !isSomebodyElse(person, sender.userId()))
                .findFirst()
                .flatMap(person -> visitors.find(tx, person.id()));
    }

    private Optional<Visitor> make(Tx tx, long channelId, Sender sender) {
        return identities
                .make(tx, channelId, sender.waId(), sender.userId(), sender.name(), clock.instant())
                .flatMap(id -> visitors.lock(tx, id));
    }

    private Optional<Visitor> meet(
            Tx tx,
            long channelId,
            Sender sender,
            Supplier<List<Person>> before,
            boolean numberStays,
            Afterwards after) {
        for (int tries = 1; tries <= TRIES; tries++) {
            var found = identities.find(tx, channelId, sender.waId(), sender.userId());
            var earlier = before.get();
            var ids = Stream.concat(found.stream(), earlier.stream()).map(Person::id).toList();
            var rows = identities.lock(tx, ids);
            // Others may have changed them before they were locked.
            boolean settled =
                    found.equals(identities.find(tx, channelId, sender.waId(), sender.userId()))
                            && earlier.equals(before.get());
            if (settled) {
                return settle(tx, rows, earlier, sender, numberStays, after)
                        .flatMap(id -> visitors.lock(tx, id));
            }
        }
        throw new IllegalStateException("who this is changes faster than it can be read");
    }

    /// @param earlier those who bore the name until now, who are the same whatever they bear
    private Optional<Long> settle(
            Tx tx,
            List<Person> rows,
            List<Person> earlier,
            Sender sender,
            boolean numberStays,
            Afterwards after) {
        var known = sender.userId().or(() -> first(earlier, Person::userId));
        var same =
                rows.stream()
                        .filter(row -> earlier.contains(row) || !isSomebodyElse(row, known))
                        .toList();
        rows.stream()
                .filter(row -> !same.contains(row))
                .forEach(row -> identities.withoutNumber(tx, row.id()));
        if (same.isEmpty()) {
            return Optional.empty();
        }
        // A browser may be connected by the website's row; else the eldest: they come by id.
        var stays = same.stream().filter(Person::ofSite).findFirst().orElse(same.getFirst());
        for (var goes : same.stream().filter(it -> it.id() != stays.id()).toList()) {
            identities.join(tx, goes.id(), stays.id());
            visitors.inheritTokens(tx, goes.id(), stays.id(), clock.instant());
            handovers.move(tx, goes.id(), stays.id());
            receipts.move(tx, goes.id(), stays.id());
            for (long id : conversations.move(tx, goes.id(), stays.id())) {
                after.told(stays.id(), new Happening.Changed(id));
            }
        }
        var userId = sender.userId().or(() -> first(same, Person::userId));
        boolean keepsNumber = numberStays || userId.isEmpty();
        var waId = keepsNumber ? sender.waId().or(() -> first(same, Person::waId)) : sender.waId();
        boolean byUserId = byUserId(sender, waId, stays.byUserId());
        identities.call(
                tx, new Person(stays.id(), waId, userId, byUserId, stays.ofSite()), sender.name());
        return Optional.of(stays.id());
    }

    /// @param userId whom it should be, if that is known
    private static boolean isSomebodyElse(Person person, Optional<String> userId) {
        return userId.isPresent() && person.userId().isPresent() && !person.userId().equals(userId);
    }

    private static Optional<String> first(
            List<Person> people, Function<Person, Optional<String>> part) {
        return people.stream().flatMap(person -> part.apply(person).stream()).findFirst();
    }
}
