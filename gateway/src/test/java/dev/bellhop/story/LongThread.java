package dev.bellhop.story;

/// A conversation that has gone on for long, without anybody having had to write it.
public final class LongThread {
    private LongThread() {}

    /// Goes on after the first message of every conversation that has just that one: two of three
    /// messages are the visitor's, some are long, one a minute.
    ///
    /// @param messages how many there are then
    public static void lengthen(House house, int messages) {
        house.changes(
                """
                INSERT INTO message (conversation_id, seq, once_key, author, author_name, via, kind,
                                     text, status, status_at, at)
                SELECT m.conversation_id, s.seq, UNHEX(MD5(CONCAT('long ', m.conversation_id, ' ', s.seq))),
                       IF(MOD(s.seq, 3) = 0, 'agent', 'visitor'), IF(MOD(s.seq, 3) = 0, 'Maya', NULL), m.via,
                       'text',
                       CONCAT('Message ', s.seq, REPEAT(' and some more words', MOD(s.seq, 7))),
                       30, m.at, m.at - INTERVAL (? - s.seq) MINUTE
                FROM message m JOIN conversation c ON c.id = m.conversation_id AND c.last_seq = 1
                     JOIN seq_2_to_%d s
                WHERE m.seq = 1
                """
                        .formatted(messages),
                messages);
        house.changes("UPDATE conversation SET last_seq = ? WHERE last_seq = 1", messages);
    }
}
