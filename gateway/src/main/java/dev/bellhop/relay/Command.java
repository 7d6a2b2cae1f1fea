package dev.bellhop.relay;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a phone tells Bellhop itself to do. Only a text that begins with a slash and one of these
/// words is one; any other goes to a visitor, who may well be told about `/etc/hosts`.
///
/// @param code the conversation's, when one is named
record Command(Word word, Optional<String> code) {
    private static final Pattern FORM =
            Pattern.compile(
                    "^\\s*/(list|close|help)(?:\\s+#?\\s?([A-Za-z0-9]{4,8}))?\\s*$",
                    Pattern.CASE_INSENSITIVE);

    /// The words there are.
    enum Word {
        LIST,
        CLOSE,
        HELP
    }

    static final String HELP =
            """
            Quote a message to answer it, or begin with the chat's code: #K7QD Yes, gladly.
            /list shows the open chats.
            /close ends the chat of the message that you quote; /close #K7QD that one.
            /help shows this.
            👍 on a message says that you have seen it and take the chat, ✋ gives it back.\
            """;

    static Optional<Command> read(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Command(
                                Word.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                                Optional.ofNullable(matcher.group(2))))
                : Optional.empty();
    }
}
