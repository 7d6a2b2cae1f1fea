package dev.bellhop.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.inbox.Browser;
import dev.bellhop.web.Routes;

import io.helidon.http.Method;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Every form of every page of the panel, as the pages themselves offer it: each of its fields
/// holds each of what a parser would take for more than words. Then all pages are read again.
final class FormWalkTest {
    /// Ends the owner's own session, or asks for what they have not got; [SignInFuzzTest] has them.
    private static final Pattern LEFT_OUT =
            Pattern.compile(
                    "/admin/sign-out|.*/sign-ins/(end-others|password|everybody|second-step.*)"
                            + "|.*/sign-ins/[^/]+/end|/admin/proof.*");

    @Test
    void wordsAreWordsInEveryFieldOfEveryForm() {
        try (var doors = new Doors()) {
            var forms = new LinkedHashMap<String, Form>();
            for (var page : pages(doors)) {
                forms(page).forEach(form -> forms.putIfAbsent(form.name(), form));
            }
            var share = new Share(6);
            int sent = 0;
            for (var form : forms.values()) {
                for (var field : form.fields().keySet()) {
                    for (var text : share.of(Nasty.TEXTS)) {
                        var filled = new LinkedHashMap<>(form.fields());
                        filled.put(field, text);
                        var answer = doors.owner().post(form.action(), filled);
                        var what = form.name() + " " + field + "=" + cut(text);
                        doors.check(what, answer);
                        checkMarkup(what, answer);
                        sent++;
                    }
                }
            }
            assertThat(forms).hasSizeGreaterThan(25);
            assertThat(sent).isGreaterThan(700);
            var seen = new StringBuilder();
            for (var page : pages(doors)) {
                seen.append(page.document().text());
            }
            assertThat(seen).as("what was entered").contains("<" + Nasty.ELEMENT + ">");
            assertThat(doors.owner().get("/admin/inbox").status()).isEqualTo(200);
            doors.checkAll();
        }
    }

    /// A form as a page offers it.
    private record Form(String action, Map<String, String> fields) {
        String name() {
            return action.replaceAll("[0-9]+", "N") + " " + fields.keySet();
        }
    }

    private record Page(String path, Document document) {}

    /// Every page of the panel, of whatever there is.
    private static List<Page> pages(Doors doors) {
        var pages = new ArrayList<Page>();
        for (Routes.Route route : doors.house().gateway().routes()) {
            if (route.method().equals(Method.GET)
                    && route.path().startsWith("/admin")
                    && !route.path().contains("*")
                    && !route.path().equals("/admin/live")) {
                for (var id : List.of("1", "2", "3")) {
                    var path =
                            route.path()
                                    .replace("{code}", doors.code())
                                    .replaceAll("\\{[^}]+}", id);
                    var answer = doors.owner().get(path);
                    doors.check(path, answer);
                    checkMarkup(path, answer);
                    if (answer.status() == 200 && isPage(answer)) {
                        pages.add(new Page(path, Jsoup.parse(answer.text())));
                    }
                    if (!route.path().contains("{")) {
                        break;
                    }
                }
            }
        }
        assertThat(pages).hasSizeGreaterThan(40);
        return pages;
    }

    private static boolean isPage(Browser.Answer answer) {
        return answer.header("Content-Type").startsWith("text/html");
    }

    private static List<Form> forms(Page page) {
        var forms = new ArrayList<Form>();
        for (var form : page.document().select("form[method=post]")) {
            var actions = new HashSet<String>(Set.of(form.attr("action")));
            form.select("[formaction]").forEach(it -> actions.add(it.attr("formaction")));
            for (var action : actions) {
                if (action.startsWith("/admin") && !LEFT_OUT.matcher(action).matches()) {
                    forms.add(new Form(action, fields(form)));
                }
            }
        }
        return forms;
    }

    /// What a browser would send of it, and what it would leave out too.
    private static Map<String, String> fields(Element form) {
        var fields = new LinkedHashMap<String, String>();
        for (var field : form.select("input[name], textarea[name], select[name]")) {
            var chosen = field.selectFirst("option[selected]");
            var value =
                    field.normalName().equals("textarea")
                            ? field.text()
                            : chosen == null ? field.attr("value") : chosen.attr("value");
            boolean open =
                    !List.of("radio", "checkbox").contains(field.attr("type"))
                            || field.hasAttr("checked");
            if (open || !fields.containsKey(field.attr("name"))) {
                fields.put(field.attr("name"), value);
            }
        }
        return fields;
    }

    private static void checkMarkup(String what, Browser.Answer answer) {
        if (isPage(answer)) {
            var document = Jsoup.parse(answer.text());
            assertThat(document.select(Nasty.ELEMENT)).as(what).isEmpty();
            assertThat(document.select("[" + Nasty.ATTRIBUTE + "]")).as(what).isEmpty();
            assertThat(
                            document.select(
                                    "[href^=javascript], [src^=javascript], [action^=javascript]"))
                    .as(what)
                    .isEmpty();
        }
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(80, text.length()));
    }
}
