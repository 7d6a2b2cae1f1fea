package dev.bellhop.story;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The panel's pages and forms as a browser without scripts asks for them, by somebody who has
/// signed in.
public final class PanelForms {
    private static final Pattern MARK = Pattern.compile("name=\"mark\" value=\"([^\"]*)\"");

    private final House house;
    private final String cookie;

    private PanelForms(House house, String cookie) {
        this.house = house;
        this.cookie = cookie;
    }

    /// The owner's.
    public static PanelForms ofOwner(House house) {
        return of(house, house.gateway().signInLink().orElseThrow().getPath());
    }

    /// Those of whoever has this link.
    public static PanelForms of(House house, String link) {
        return new PanelForms(house, AgentClient.cookie(house, link));
    }

    /// Opens a page.
    ///
    /// @param path below Chat Settings
    public Http.Answer opens(String path) {
        return house.http().get("/admin/settings/" + path, "Cookie", cookie);
    }

    /// Sends a form.
    public Http.Answer posts(String path, Map<String, String> fields) {
        var form =
                fields.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return house.http()
                .post(
                        "/admin/settings/" + path,
                        form.getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Cookie",
                        cookie);
    }

    /// The same of the form that stands at this address now.
    public Http.Answer postsWhatIsShown(String path, Map<String, String> fields) {
        var all = new HashMap<>(fields);
        all.put("mark", mark(opens(path)));
        return posts(path, all);
    }

    /// By what a page knows again what it was drawn from.
    public static String mark(Http.Answer page) {
        var found = MARK.matcher(page.text());
        if (!found.find()) {
            throw new AssertionError("no mark in " + page.status() + " " + page.text());
        }
        return found.group(1).replace("&#34;", "\"").replace("&quot;", "\"");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
