package dev.bellhop.channel;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// Which inbox phones a conversation's messages go to: its agent's; else those of the agents in its
/// team; else those that are shared for the site; else those that are for the channel; else all
/// that there are. One that has lost all its names is none of them, nor is one whose agent is
/// disabled.
public final class RelayPhones {
    /// A conversation.
    ///
    /// @param channelId the business number that the phones answer for
    /// @param agentId whose it is
    public record Asked(
            long channelId, OptionalLong siteId, OptionalLong agentId, OptionalLong teamId) {}

    private record Membership(long teamId, long agentId) {
        static Membership of(Row row) {
            return new Membership(row.number("team_id"), row.number("agent_id"));
        }
    }

    private RelayPhones() {}

    /// Those of each, in the same order; read at once for all.
    public static List<List<InboxPhone>> of(Tx tx, List<Asked> asked) {
        var phones = phones(tx, asked);
        var teams = teams(tx, asked);
        return asked.stream()
                .map(one ->
                        choose(
                                one,
                                phones.getOrDefault(one.channelId(), List.of()),
                                one.teamId().isEmpty()
                                        ? Set.of()
                                        : teams.getOrDefault(one.teamId().getAsLong(), Set.of())))
                .toList();
    }

    private static List<InboxPhone> choose(Asked asked, List<InboxPhone> all, Set<Long> team) {
        var fitting =
                all.stream()
                        .filter(phone -> !phone.names().isNobody())
                        .filter(phone ->
                                phone.siteId().isEmpty() || phone.siteId().equals(asked.siteId()))
                        .toList();
        var shared = fitting.stream().filter(phone -> phone.agentId().isEmpty()).toList();
        return Stream.of(
                        fitting.stream()
                                .filter(phone ->
                                        asked.agentId().isPresent()
                                                && phone.agentId().equals(asked.agentId()))
                                .toList(),
                        fitting.stream()
                                .filter(phone ->
                                        phone.agentId().isPresent()
                                                && team.contains(phone.agentId().getAsLong()))
                                .toList(),
                        shared.stream().filter(phone -> phone.siteId().isPresent()).toList(),
                        shared)
                .filter(some -> !some.isEmpty())
                .findFirst()
                .orElse(fitting);
    }

    private static Map<Long, List<InboxPhone>> phones(Tx tx, List<Asked> asked) {
        var channels = Tx.padded(asked.stream().map(Asked::channelId).distinct().toList());
        return tx
                .query(
                        """
                        SELECT %s FROM inbox_phone
                        WHERE channel_id IN (%s) AND NOT EXISTS
                          (SELECT 1 FROM agent
                           WHERE agent.id = inbox_phone.agent_id AND disabled_at IS NOT NULL)
                        ORDER BY id
                        """
                                .formatted(InboxPhones.COLUMNS, Tx.marks(channels.size())),
                        InboxPhones::phone,
                        channels.toArray())
                .stream()
                .collect(groupingBy(InboxPhone::channelId));
    }

    private static Map<Long, Set<Long>> teams(Tx tx, List<Asked> asked) {
        var ids =
                asked.stream()
                        .flatMapToLong(one -> one.teamId().stream())
                        .distinct()
                        .boxed()
                        .toList();
        if (ids.isEmpty()) {
            return Map.of();
        }
        var padded = Tx.padded(ids);
        return tx
                .query(
                        "SELECT team_id, agent_id FROM team_member WHERE team_id IN ("
                                + Tx.marks(padded.size())
                                + ")",
                        Membership::of,
                        padded.toArray())
                .stream()
                .collect(groupingBy(Membership::teamId, mapping(Membership::agentId, toSet())));
    }
}
