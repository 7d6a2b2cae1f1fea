package dev.bellhop.inbox;

import dev.bellhop.admin.Earlier;
import dev.bellhop.admin.Fact;
import dev.bellhop.admin.Header;
import dev.bellhop.admin.SidePane;
import dev.bellhop.admin.Stamp;
import dev.bellhop.admin.Text;
import dev.bellhop.admin.TheirClock;
import dev.bellhop.admin.Visit;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.PageViews;
import dev.bellhop.conversation.Visitor;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is known of the person in a conversation: the head of the thread and the pane beside it.
///
/// @param zone whose clock the times are read from
/// @param windows where an answer goes
record Details(ZoneId zone, Windows windows) {
    /// How many other conversations are shown.
    static final int OTHERS_MAX = 5;

    /// How many pages are shown beside the one that they are on.
    private static final int TRAIL_MAX = 5;

    /// The head.
    ///
    /// @param mine whether the agent who sees it has the conversation
    /// @param snoozed until when it is out of sight, in words
    Header header(Scene scene, boolean mine, String snoozed) {
        return new Header(
                scene.code(),
                scene.customer(),
                where(scene),
                scene.assigneeFace(),
                scene.assigneeId(),
                scene.teamChoice(),
                mine,
                scene.conversation().open(),
                snoozed,
                scene.visitor().blocked(),
                windows.of(scene));
    }

    /// The pane.
    ///
    /// @param site the site's name, if it has one
    /// @param pages what they looked at, newest first; the page that they are on may be the first
    /// @param why what the routing rules decided, in words; may be empty
    /// @param assignedAt since when its agent has it
    /// @param others the same person's other conversations, newest first, one more than are shown
    ///   if there are more
    SidePane side(
            Scene scene,
            Optional<String> site,
            List<PageViews.View> pages,
            String why,
            List<Conversation> others,
            Optional<Instant> assignedAt,
            Instant now) {
        return new SidePane(
                scene.code(),
                scene.customer(),
                line(others.size()),
                vouched(scene.visitor().vouched()),
                scene.visitor().zone().flatMap(name -> clock(name, now)),
                contact(scene, site),
                scene.onWhatsApp() ? List.of() : onSite(scene.visitor().page()),
                scene.onWhatsApp() ? List.of() : trail(pages, scene.visitor().page(), now),
                Text.plain(why),
                scene.assigneeFace(),
                scene.teamChoice(),
                assignedAt
                        .filter(_ -> scene.assignee().isPresent())
                        .map(at -> "since " + Stamp.recent(at, now, this.zone).words())
                        .orElse(""),
                scene.conversation().ending().words(),
                scene.tags(),
                scene.priority(),
                scene.visitor().blocked(),
                others.stream().limit(OTHERS_MAX).map(other -> earlier(other, now)).toList());
    }

    /// A zone is whatever a browser called it.
    private static Optional<TheirClock> clock(String name, Instant now) {
        try {
            var zone = ZoneId.of(name);
            var place = name.substring(name.lastIndexOf('/') + 1).replace('_', ' ');
            return Optional.of(new TheirClock(name, Stamp.clock(now, zone).words(), place));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private static Text where(Scene scene) {
        if (scene.onWhatsApp()) {
            var number = scene.visitor().waId().map(digits -> " · +" + digits).orElse("");
            return Text.plain("WhatsApp" + number);
        }
        var page = pageLink(scene.visitor().page());
        if (page.isEmpty()) {
            return Text.plain(scene.online() ? "Online" : "Not on the site now");
        }
        return Text.plain(scene.online() ? "Online, looking at " : "Gone; was last at ")
                .then(page.get());
    }

    private static String line(int others) {
        return switch (others) {
            case 0 -> "First conversation";
            case 1 -> "One other conversation";
            default ->
                    others > OTHERS_MAX
                            ? "More than " + OTHERS_MAX + " other conversations"
                            : others + " other conversations";
        };
    }

    /// Whose word their names are: anybody may call themselves anything.
    private static String vouched(Visitor.Vouched vouched) {
        var names = new ArrayList<String>();
        if (vouched.name()) {
            names.add("name");
        }
        if (vouched.email()) {
            names.add("email");
        }
        if (vouched.phone()) {
            names.add("phone");
        }
        return names.isEmpty() ? "" : "Your site says so: " + String.join(", ", names);
    }

    private static List<Fact> contact(Scene scene, Optional<String> site) {
        var visitor = scene.visitor();
        var facts = new ArrayList<Fact>();
        visitor.email()
                .ifPresent(email ->
                        facts.add(new Fact("Email", Text.link(email, "mailto:" + email), "")));
        visitor.phone().ifPresent(phone -> facts.add(Fact.of("Phone", phone)));
        visitor.waId().ifPresent(digits -> facts.add(Fact.of("WhatsApp", "+" + digits)));
        visitor.locale()
                .map(tag -> Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH))
                .filter(language -> !language.isEmpty())
                .ifPresent(language -> facts.add(Fact.of("Language", language)));
        visitor.zone().ifPresent(zone -> facts.add(Fact.of("Time zone", zone.replace('_', ' '))));
        facts.add(Fact.of("Channel", scene.onWhatsApp() ? "WhatsApp" : "Website chat"));
        site.ifPresent(name -> facts.add(Fact.of("Site", name)));
        if (scene.conversation().unkept()) {
            facts.add(Fact.of("Kept", "Not past the night after it is closed"));
        }
        return facts;
    }

    private List<Visit> trail(List<PageViews.View> pages, Visitor.Page now, Instant at) {
        boolean onFirst =
                !pages.isEmpty()
                        && now.url().filter(url -> url.equals(pages.getFirst().url())).isPresent();
        return pages.stream()
                .skip(onFirst ? 1 : 0)
                .limit(TRAIL_MAX)
                .map(view ->
                        new Visit(
                                Text.link(
                                        view.title()
                                                .filter(title -> !title.isBlank())
                                                .orElse(view.url()),
                                        view.url()),
                                Stamp.recent(view.at(), at, zone)))
                .toList();
    }

    private static List<Fact> onSite(Visitor.Page page) {
        var facts = new ArrayList<Fact>();
        pageLink(page)
                .ifPresent(link ->
                        facts.add(
                                new Fact(
                                        "Page",
                                        link,
                                        page.url()
                                                .flatMap(Details::parse)
                                                .map(URI::getPath)
                                                .orElse(""))));
        page.referrer()
                .flatMap(Details::parse)
                .map(URI::getHost)
                .ifPresent(host -> facts.add(Fact.of("Came from", host)));
        return facts;
    }

    private static Optional<Text> pageLink(Visitor.Page page) {
        var words = page.title().filter(title -> !title.isBlank()).or(page::url);
        return words.map(
                it -> page.url().map(url -> Text.link(it, url)).orElseGet(() -> Text.plain(it)));
    }

    /// What a browser said of itself need not be an address at all.
    private static Optional<URI> parse(String url) {
        try {
            return Optional.of(URI.create(url));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private Earlier earlier(Conversation other, Instant now) {
        return new Earlier(
                other.code(),
                other.lastText().isEmpty() ? other.code() : other.lastText(),
                Stamp.recent(other.lastAt(), now, zone),
                other.open() ? "Open" : "Closed");
    }
}
