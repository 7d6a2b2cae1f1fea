package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Database;
import dev.bellhop.db.EmbeddedMariaDb;
import dev.bellhop.story.Child;
import dev.bellhop.web.Json;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Fills a gateway's own database with the chats of a shop that has been busy for a year, by a few
/// statements that make their rows themselves: a hundred thousand a second and more.
///
/// The people, words and numbers are made up, the same at each run. One conversation in ten is
/// open; of those every third waits for an answer and every fourth is nobody's.
public final class Seed {
    /// Of this many conversations the messages are one transaction.
    private static final int BATCH = 1_000;

    private static final int BUFFER_POOL_MEGABYTES = 512;

    private static final List<String> NAMES =
            List.of(
                    "Ada", "Bilal", "Chiara", "Deniz", "Elena", "Farid", "Greta", "Hiro", "Ines",
                    "Jonas", "Katya", "Luis", "Mira", "Nadia", "Omar", "Petra", "Quentin", "Rosa",
                    "Samir", "Tomasz", "Ulla", "Vera", "Wanda", "Yusuf");
    private static final List<String> FAMILIES =
            List.of(
                    "Abbott",
                    "Bergmann",
                    "Castro",
                    "Dimitrov",
                    "Eriksen",
                    "Fontana",
                    "Gupta",
                    "Haddad",
                    "Ivanova",
                    "Jansen",
                    "Kowalska",
                    "Lindgren",
                    "Moreau",
                    "Nakamura",
                    "Okafor",
                    "Pereira",
                    "Rossi",
                    "Schmidt",
                    "Tanaka",
                    "Ueda",
                    "Vargas",
                    "Weber",
                    "Yilmaz",
                    "Zhang",
                    "Novak",
                    "Silva",
                    "Keller",
                    "Olsen",
                    "Murray");
    private static final List<String> BEGINNINGS =
            List.of(
                    "Hello, ",
                    "Good morning! ",
                    "Thank you. ",
                    "One more thing: ",
                    "Sorry to ask again, ",
                    "Of course. ",
                    "Just to be sure: ",
                    "Yes, ",
                    "Hi there, ",
                    "Let me look. ",
                    "As you wrote, ");
    private static final List<String> MIDDLES =
            List.of(
                    "is the lamp dimmable",
                    "the parcel arrived this morning",
                    "when will order JC-20418 leave",
                    "we have two of them in the showroom",
                    "the glass has a scratch on one side",
                    "could you send the invoice to my new address",
                    "the bulb is included",
                    "does the shade come in green as well",
                    "our carrier delivers on Saturdays",
                    "how do I mount it on a sloping ceiling",
                    "the refund is on its way",
                    "I would like to change the delivery date",
                    "the cable is two metres long");
    private static final List<String> ENDS =
            List.of(
                    ".",
                    "?",
                    ", please.",
                    " and thanks for your patience.",
                    ", if that is possible.",
                    ". Have a good day!",
                    " before the weekend.",
                    ", as far as I can see.");

    private final Connection connection;
    private long firstVisitor;
    private long firstConversation;

    private Seed(Connection connection) {
        this.connection = connection;
    }

    /// `./dev seed --messages N [--conversations N]`, into the data of `./dev run`.
    public static void main(String[] arguments) throws SQLException {
        Logger.getLogger("").setLevel(Level.WARNING);
        long messages = number(arguments, "--messages", 100_000);
        long conversations = number(arguments, "--conversations", Math.max(1, messages / 100));
        if (messages < conversations || conversations < 1) {
            throw new IllegalArgumentException("each conversation has a message");
        }
        var dataDir = Path.of(System.getenv("BELLHOP_DATA_DIR"));
        System.out.println(Json.text(run(dataDir, messages, conversations)));
        System.exit(0);
    }

    private static long number(String[] arguments, String name, long otherwise) {
        int at = Arrays.asList(arguments).indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(arguments[at + 1]);
    }

    /// Fills the database of a gateway that does not run.
    ///
    /// @param dataDir the gateway's; a new one is set up with the sandbox's demo first
    /// @param messages about how many
    /// @return how many there are now, and how long it took
    static JsonNode run(Path dataDir, long messages, long conversations) throws SQLException {
        try (var gateway = Child.start(dataDir, Map.of())) {
            var _ = gateway.readyMillis(); // its schema and the demo's site are there
        }
        try (var server =
                EmbeddedMariaDb.start(dataDir.resolve("mariadb"), BUFFER_POOL_MEGABYTES)) {
            return fill(server.address(4, Duration.ofSeconds(5)), messages, conversations);
        }
    }

    private static JsonNode fill(Database.Address address, long messages, long conversations)
            throws SQLException {
        // A connection of its own: an index over everything takes longer than the pool's may.
        try (var connection =
                DriverManager.getConnection(address.url(), address.user(), address.password())) {
            long began = System.nanoTime();
            var seed = new Seed(connection);
            seed.people(conversations);
            seed.conversations(conversations, messages / conversations);
            seed.messages(conversations, messages / conversations);
            double seconds = Math.round((System.nanoTime() - began) / 1e8) / 10.0;
            return Json.object()
                    .put("seconds", seconds)
                    .put("visitors", seed.count("visitor"))
                    .put("conversations", seed.count("conversation"))
                    .put("messages", seed.count("message"));
        }
    }

    private void people(long count) throws SQLException {
        firstVisitor = next("visitor");
        run(
                """
                INSERT INTO visitor
                  (id, site_id, name, email, locale, page_url, page_title, created_at, last_seen_at)
                SELECT %1$d + n, (SELECT MIN(id) FROM site), name,
                  CONCAT(LOWER(REPLACE(name, ' ', '.')), n, '@example.com'), 'en',
                  'https://juniper.example/lamps/fjord', 'Fjord pendant lamp',
                  NOW(3) - INTERVAL (%2$d - n) * 31536000 / %2$d SECOND, NOW(3)
                FROM (SELECT seq - 1 AS n, CONCAT(%3$s, ' ', %4$s) AS name FROM seq_1_to_%2$d) AS person
                """
                        .formatted(
                                firstVisitor,
                                count,
                                pick("CRC32(CONCAT('name', seq))", NAMES),
                                pick("CRC32(CONCAT('family', seq))", FAMILIES)));
    }

    /// @param each how many messages one has on average
    private void conversations(long count, long each) throws SQLException {
        firstConversation = next("conversation");
        run(
                """
                INSERT INTO conversation
                  (id, code, kind, site_id, channel_id, visitor_id, status, assignee_id, last_seq,
                   last_at, last_author, last_text, waiting_since, unread, visitor_got, visitor_seen,
                   agent_seen, opened_at, closed_at)
                SELECT %1$d + n, CONCAT('Z', LPAD(CONV(%1$d + n, 10, 36), 6, '0')), 'web',
                  (SELECT MIN(id) FROM site), (SELECT MIN(id) FROM channel), %2$d + n,
                  IF(is_open, 'open', 'closed'),
                  IF(is_open AND (n + 1) DIV 10 %% 4 = 0, NULL, (SELECT MIN(id) FROM agent)),
                  last_seq, last_at, %3$s, %4$s, IF(is_open AND waits, last_at, NULL),
                  IF(is_open AND waits, 1, 0), last_seq, last_seq, IF(is_open AND waits, last_seq - 1, last_seq),
                  last_at - INTERVAL last_seq * 97 SECOND, IF(is_open, NULL, last_at)
                FROM (SELECT seq - 1 AS n, seq %% 10 = 0 AS is_open, seq %% 3 = 0 AS waits,
                        2 * (CRC32(CONCAT('length', seq)) %% %5$d) + IF(seq %% 3 = 0, 1, 2) AS last_seq,
                        NOW(3) - INTERVAL (%6$d - seq) * 31536000 / %6$d SECOND AS last_at
                      FROM seq_1_to_%6$d) AS chat
                """
                        .formatted(
                                firstConversation,
                                firstVisitor,
                                author("last_seq"),
                                words(firstConversation + " + n", "last_seq"),
                                Math.max(1, each),
                                count));
    }

    private void messages(long conversations, long each) throws SQLException {
        run("ALTER TABLE message DROP KEY IF EXISTS message_by_words");
        connection.setAutoCommit(false);
        for (long done = 0; done < conversations; done += BATCH) {
            run(
                    """
                    INSERT INTO message
                      (conversation_id, seq, once_key, author, agent_id, author_name, via, kind, text,
                       status, status_at, at)
                    SELECT id, seq,
                      UNHEX(CONCAT('5EED', LPAD(HEX(id), 16, '0'), LPAD(HEX(seq), 12, '0'))),
                      %1$s, IF(seq %% 2 = 0, (SELECT MIN(id) FROM agent), NULL),
                      IF(seq %% 2 = 0, 'Maya Okafor', NULL), IF(seq %% 2 = 0, 'panel', 'widget'), 'text',
                      %2$s, 30, last_at, last_at - INTERVAL (last_seq - seq) * 97 SECOND
                    FROM conversation JOIN seq_1_to_%5$d ON seq <= last_seq
                    WHERE id >= %3$d AND id < %4$d
                    """
                            .formatted(
                                    author("seq"),
                                    words("id", "seq"),
                                    firstConversation + done,
                                    firstConversation + Math.min(conversations, done + BATCH),
                                    2 * Math.max(1, each) + 2));
            connection.commit();
        }
        connection.setAutoCommit(true);
        run("ALTER TABLE message ADD FULLTEXT KEY message_by_words (text)");
        run("ANALYZE TABLE visitor, conversation, message");
    }

    /// Visitor and agent in turn; who is open and waits has the last word.
    private static String author(String seq) {
        return "IF(%s %% 2 = 0, 'agent', 'visitor')".formatted(seq);
    }

    /// A sentence, which depends on nothing but these two.
    private static String words(String conversation, String seq) {
        var mix = "CRC32(CONCAT('%s', %s, '-', %s))";
        return "CONCAT(%s, %s, %s, IF(%s = 1, CONCAT(' My order is ORD', %s, '.'), ''))"
                .formatted(
                        pick(mix.formatted("a", conversation, seq), BEGINNINGS),
                        pick(mix.formatted("b", conversation, seq), MIDDLES),
                        pick(mix.formatted("c", conversation, seq), ENDS),
                        seq,
                        conversation);
    }

    private static String pick(String number, List<String> of) {
        return "ELT(1 + %s %% %d, '%s')".formatted(number, of.size(), String.join("', '", of));
    }

    private long next(String table) throws SQLException {
        return count("COALESCE(MAX(id), 0) + 1", table);
    }

    private long count(String table) throws SQLException {
        return count("COUNT(*)", table);
    }

    private long count(String what, String table) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT " + what + " FROM " + table)) {
            boolean _ = rows.next();
            return rows.getLong(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            boolean _ = statement.execute(sql);
        }
    }
}
