package dev.bellhop.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Which conversations a list shows, as its address says it.
///
/// @param channel `web` or `whatsapp`; empty for both
/// @param site a site's number; empty for all
/// @param label a label's number; empty for all
/// @param team a team's number; empty for all
/// @param words what is looked for, in all conversations whatever else is chosen; empty for nothing
public record ListFilter(
        View view, String channel, String site, String label, String team, String words) {

    /// A list with nothing filtered out.
    public static ListFilter of(View view) {
        return new ListFilter(view, "", "", "", "", "");
    }

    /// The same filter over another list. Whoever chooses a list has found, or gives up.
    public ListFilter with(View other) {
        return new ListFilter(other, channel, site, label, team, "");
    }

    public ListFilter withChannel(String other) {
        return new ListFilter(view, other, site, label, team, "");
    }

    public ListFilter withSite(String other) {
        return new ListFilter(view, channel, other, label, team, "");
    }

    public ListFilter withLabel(String other) {
        return new ListFilter(view, channel, site, other, team, "");
    }

    public ListFilter withTeam(String other) {
        return new ListFilter(view, channel, site, label, other, "");
    }

    /// Whether it leaves anything of its view out.
    public boolean leavesOut() {
        return !channel.isEmpty() || !site.isEmpty() || !label.isEmpty() || !team.isEmpty();
    }

    /// Whether something is looked for.
    public boolean finds() {
        return !words.isEmpty();
    }

    /// The part of an address behind the question mark.
    public String query() {
        return "view="
                + view.slug()
                + (channel.isEmpty() ? "" : "&channel=" + channel)
                + (site.isEmpty() ? "" : "&site=" + site)
                + (label.isEmpty() ? "" : "&label=" + label)
                + (team.isEmpty() ? "" : "&team=" + team)
                + (words.isEmpty()
                        ? ""
                        : "&q="
                                + URLEncoder.encode(words, StandardCharsets.UTF_8)
                                        .replace("+", "%20"));
    }

    /// The address of the page.
    public String page() {
        return "/admin/inbox?" + query();
    }

    /// The address of the list alone.
    public String part() {
        return "/admin/inbox/list?" + query();
    }
}
