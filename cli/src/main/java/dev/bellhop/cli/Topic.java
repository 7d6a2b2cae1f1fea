package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// What holds for every command; told by `bellhop help` and in the manual.
enum Topic {
    EXIT_CODES(
            """
            How a command ends, for scripts:

              0  done
              1  failed
              2  the command line is wrong, or an answer is missing and nobody is there
                 to be asked
              3  not signed in, or not allowed
              4  not found
              5  conflict: something else is going on, or it was changed meanwhile
              6  no gateway answers, whether there is a token for it or not
              7  a check failed: doctor, wait, credentials setup, credentials rotate,
                 credentials test, webhook send-test, event test, audit verify, backup
                 verify, restore, key rotate, settings diff

            What went wrong stands on standard error in three lines: what, why, and what
            to do.
            """),
    ENVIRONMENT(
            """
            Which gateway, in this order:

              --context
              --url, --token-file
              BELLHOP_URL, BELLHOP_TOKEN
              BELLHOP_CONTEXT, or the context that bellhop context use has chosen
              the gateway on this machine: cli.json in BELLHOP_DATA_DIR, else in ./var,
              in data.dir of the gateway's settings, or in /var/lib/bellhop

            localhost, 127.0.0.1 and [::1] with the same port are one gateway.

            Besides:

              BELLHOP_CONFIG    the gateway's settings
                                (default: /etc/bellhop/bellhop.yaml)
              XDG_CONFIG_HOME   where contexts are kept, in bellhop/
                                (default: ~/.config)
              XDG_STATE_HOME    where credentials setup keeps how far it is
                                (default: ~/.local/state)
              BELLHOP_COMPLETION_SECONDS
                                how long a shell waits for what a gateway knows
                                (default: 2)
              BELLHOP_PAGER     what shows long lists at a terminal; else $PAGER,
                                else less
              NO_COLOR          no colours, whatever its value
              JAVA_HOME         a Java of your own, where none was packed with Bellhop
            """),
    FORMATTING(
            """
            What a command finds, and what the gateway answers to one that changes
            something, is printed for people, or with -o for programs:

              -o table     for people; what was done is told in words
              -o json      one document, indented
              -o jsonl     one document a line
              -o yaml      the same as YAML
              -o csv       a line for each, as RFC 4180 has it, the columns' names first
              -q           the first column alone, for the next command
              --columns    which columns, by the names that -o json has:
                           id,name,health.quality
              --no-headers tables and CSV without their first line

            At a terminal a list fits its width: columns in which nothing stands leave
            where that is needed, and the seconds of times, and long words are cut. In a
            pipe nothing is. What is longer than the terminal is shown by a pager:
            $BELLHOP_PAGER, else $PAGER, else less; an empty BELLHOP_PAGER turns that off.

            What is data goes to standard output, what is told about it to standard
            error, always as UTF-8. How far a long command is stands on standard error
            while that is a terminal, without colours. Times are UTC (ISO 8601)
            everywhere, as in the logs, and can be given to --since as they stand.
            """);

    private final String text;

    Topic(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /// Its name on the command line.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable Topic named(String word) {
        for (var topic : values()) {
            if (topic.word().equals(word)) {
                return topic;
            }
        }
        return null;
    }
}
