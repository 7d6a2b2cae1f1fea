package dev.bellhop.retention;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.admin.PrivacyPage.Looking;
import dev.bellhop.admin.PrivacyPage.Person;
import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.conversation.Blocks;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.visitor.VisitorDoor;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The people who wrote, for whoever looks after requests of access and erasure.
final class Persons {
    private static final int FOUND_MAX = 20;
    private static final int COUNTED_MAX = 100;

    private final Database database;
    private final Conversations conversations;
    private final Visitors visitors;
    private final VisitorDoor door;
    private final Blocks blocks;
    private final Audit audit;

    Persons(
            Database database,
            Conversations conversations,
            Visitors visitors,
            VisitorDoor door,
            Blocks blocks,
            Audit audit) {
        this.database = database;
        this.conversations = conversations;
        this.visitors = visitors;
        this.door = door;
        this.blocks = blocks;
        this.audit = audit;
    }

    /// Those who fit what was typed; what is too much to look for is said.
    Looking find(String typed) {
        if (typed.isEmpty()) {
            return new Looking("", List.of(), Optional.empty(), "");
        }
        try {
            var found =
                    conversations.search().people(typed, FOUND_MAX).stream()
                            .flatMap(id -> one(id).stream())
                            .toList();
            return new Looking(typed, found, Optional.empty(), "");
        } catch (Refusal refusal) {
            if (refusal.code() != Code.INVALID) {
                throw refusal;
            }
            return new Looking(
                    typed,
                    List.of(),
                    Optional.empty(),
                    Objects.requireNonNullElse(refusal.getMessage(), ""));
        }
    }

    Optional<Person> one(long id) {
        return visitors.findJoined(id).map(this::person);
    }

    private Person person(Visitor visitor) {
        int count = conversations.othersOf(visitor.id(), 0, COUNTED_MAX + 1).size();
        var words =
                count > COUNTED_MAX
                        ? "More than " + COUNTED_MAX + " conversations"
                        : count == 1 ? "1 conversation" : count + " conversations";
        var contact =
                Stream.of(
                                visitor.waId().map(digits -> "+" + digits),
                                visitor.email(),
                                visitor.phone())
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(" · "));
        return new Person(visitor.id(), visitor.shownName(), contact, words, visitor.blocked());
    }

    /// All that is kept of somebody; that it was looked at stands in the audit log.
    Optional<ObjectNode> export(Actor actor, long id) {
        var all = door.export(id);
        if (all.isPresent()) {
            database.write(
                    tx -> audit.append(tx, actor, "visitor.exported", "visitor " + id, "{}"));
        }
        return all;
    }

    /// Lets somebody write again of whose conversations none is left to do it in.
    void unblock(Actor actor, long id) {
        blocks.unblockPerson(visitors.findJoined(id).map(Visitor::id).orElse(id), actor);
    }

    boolean erase(Actor actor, long id) {
        return door.erase(actor, id);
    }

    /// The codes of conversations, in their order.
    List<String> codes(List<Long> ids) {
        var byId =
                conversations.findAll(ids).stream()
                        .collect(Collectors.toMap(Conversation::id, Conversation::code));
        return ids.stream().flatMap(id -> Optional.ofNullable(byId.get(id)).stream()).toList();
    }
}
