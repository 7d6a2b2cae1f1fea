package dev.bellhop.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the sample pages to `target/preview`, to be served from there and looked at.
final class Preview {
    private Preview() {}

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "target/preview");
        Files.createDirectories(folder);
        var renderer = new Renderer();
        for (var page : pages().entrySet()) {
            Files.write(folder.resolve(page.getKey()), renderer.draw(page.getValue()));
        }
        // Sizes of the answers that travel most, to keep an eye on.
        System.out.println(
                "thread " + renderer.draw(new Opened(Samples.thread(false, true))).length);
    }

    private static Map<String, Fragment> pages() {
        var wrong =
                new Notice(
                        Notice.Tone.BAD,
                        "Email or password is wrong.",
                        "2 tries left before a 15-minute pause.");
        var paused =
                new Notice(
                        Notice.Tone.WARN, "Too many tries.", "Try again at 11:02, in 15 minutes.");
        return Map.ofEntries(
                Map.entry("inbox.html", Samples.inbox(Optional.of(Samples.thread(false, true)))),
                Map.entry("closed.html", Samples.inbox(Optional.of(Samples.thread(true, false)))),
                Map.entry("list.html", Samples.inbox(Optional.empty())),
                Map.entry(
                        "nobody.html",
                        new InboxPage(
                                Samples.shell(Place.INBOX),
                                new ListPane(
                                        ListFilter.of(View.OPEN),
                                        new Counts(0, 0, 0, 0, 0),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        Map.of(),
                                        List.of(),
                                        Samples.bulk("Tomás Rivera"),
                                        false,
                                        "",
                                        false,
                                        Optional.empty()),
                                Optional.empty(),
                                Optional.empty())),
                Map.entry("sign-in.html", Samples.signIn(Optional.empty(), false)),
                Map.entry("wrong.html", Samples.signIn(Optional.of(wrong), false)),
                Map.entry("paused.html", Samples.signIn(Optional.of(paused), true)),
                Map.entry("welcome.html", Samples.welcome("", "")),
                Map.entry("welcome-wrong.html", Samples.welcome("", "The two differ.")),
                Map.entry("analytics.html", Samples.analytics(Samples.shell(Place.ANALYTICS))),
                Map.entry(
                        "failure.html",
                        Failure.of(Optional.of(Samples.shell(Place.ELSEWHERE)), 404, "7f3a")),
                Map.entry("failure-bare.html", Failure.of(Optional.empty(), 500, "7f3a")));
    }
}
