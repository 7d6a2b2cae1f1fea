package dev.bellhop.retention;

import dev.bellhop.admin.PrivacyPage;
import dev.bellhop.privacy.Choices;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The form in which it is chosen what is collected of people.
final class Collecting {
    private Collecting() {}

    /// The form.
    ///
    /// @param theirs how it stands now, when somebody changed it meanwhile; saving again means to
    ///   replace that
    static PrivacyPage.Collecting form(Choices chosen, Optional<Choices> theirs) {
        return new PrivacyPage.Collecting(
                switches(chosen),
                mark(theirs.orElse(chosen)),
                theirs.stream()
                        .flatMap(it -> switches(it).stream())
                        .map(it -> it.title() + ": " + (it.on() ? "on" : "off"))
                        .toList());
    }

    /// Tells choices apart.
    static String mark(Choices choices) {
        return Stream.of(choices.hideCards(), choices.showPages(), choices.askToKeep())
                .map(on -> on ? "1" : "0")
                .reduce("", String::concat);
    }

    private static List<PrivacyPage.Switch> switches(Choices choices) {
        return List.of(
                new PrivacyPage.Switch(
                        Choices.HIDE_CARDS,
                        "Hide card numbers",
                        "What looks like a card in a customer’s words becomes •••• before it is"
                                + " stored. WhatsApp still has what was sent there.",
                        choices.hideCards()),
                new PrivacyPage.Switch(
                        Choices.ASK_TO_KEEP,
                        "Ask before keeping a chat",
                        "Adds a tick box to the form before the chat. Without the tick, the chat is"
                                + " erased in the night after it was closed.",
                        choices.askToKeep()),
                new PrivacyPage.Switch(
                        Choices.SHOW_PAGES,
                        "Show the page a visitor is on",
                        "Agents see the last pages and where the visitor came from, never what is"
                                + " typed there. Rules about pages need it.",
                        choices.showPages()));
    }
}
