package dev.bellhop.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellhop.inbox.Browser;
import dev.bellhop.story.Http;

import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The doors that strangers find: signing in and all that belongs to it, the widget's, the
/// webhook's, and uploads. Each field is all that is nasty, and so are the cookies that go along.
final class OpenDoorsWalkTest {
    private static final List<String> COOKIES =
            List.of("bellhop", "bellhop-browser", "bellhop-begun", "bellhop-challenge");

    /// What stands for a passkey, at an authenticator that makes fun of us.
    private static final List<String> CREDENTIALS =
            List.of(
                    "{}",
                    "null",
                    "[]",
                    "{\"id\":null}",
                    "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":null}",
                    "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}",
                    "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":"
                        + "{\"clientDataJSON\":\"AA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"}}",
                    "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":"
                            + "{\"clientDataJSON\":\"e30\",\"attestationObject\":\"oA\"}}",
                    "{\"id\":\"%%\",\"rawId\":7,\"type\":\"x\",\"response\":\"y\"}",
                    "{\"id\":" + "[".repeat(500) + "]".repeat(500) + "}");

    private static final Map<String, List<String>> FORMS =
            Map.of(
                    "/admin/sign-in",
                    List.of("email", "password", "next"),
                    "/admin/sign-in/kept",
                    List.of("email", "password", "next", "kept"),
                    "/admin/sign-in/passkey",
                    List.of("credential", "next"),
                    "/admin/sign-in/passkey/options",
                    List.of("next"),
                    "/admin/sign-in/code",
                    List.of("code", "next", "trust"),
                    "/admin/sign-in/code/kept",
                    List.of("code", "next", "kept"),
                    "/admin/welcome/" + "a".repeat(43),
                    List.of("password", "again"));

    private static final Map<String, List<String>> OWN =
            Map.of(
                    "/admin/proof", List.of("password", "next", "credential"),
                    "/admin/settings/sign-ins/passkeys", List.of("credential", "name"),
                    "/admin/settings/sign-ins/password", List.of("present", "wanted", "again"),
                    "/admin/settings/sign-ins/second-step", List.of("offer", "code"),
                    "/admin/settings/sign-ins/zzz/end", List.of("session"));

    @Test
    void whateverAStrangerSendsIsAnsweredInWords() {
        try (var doors = new Doors()) {
            var share = new Share(5);
            for (var form : FORMS.entrySet()) {
                var stranger = new Browser(doors.house().url("/"), 0);
                var _ = stranger.post("/admin/sign-in/passkey/options", Map.of());
                walk(doors, stranger, form.getKey(), form.getValue(), share);
            }
            for (var form : OWN.entrySet()) {
                var _ = doors.owner().post("/admin/settings/sign-ins/passkeys/options", Map.of());
                walk(doors, doors.owner(), form.getKey(), form.getValue(), share);
            }
            assertThat(doors.owner().get("/admin/inbox").status()).isEqualTo(200);
            doors.checkAll();
        }
    }

    private static void walk(
            Doors doors, Browser browser, String path, List<String> fields, Share share) {
        for (var field : fields) {
            var values =
                    Stream.concat(
                            share.of(Nasty.TEXTS).stream(),
                            field.equals("credential") ? CREDENTIALS.stream() : Stream.empty());
            values.forEach(value -> {
                var form = new LinkedHashMap<String, String>();
                fields.forEach(other -> form.put(other, "a"));
                form.put(field, value);
                doors.check(path + " " + field + "=" + value, browser.post(path, form));
            });
        }
    }

    @Test
    void whateverIsInACookieIsAnsweredInWords() {
        try (var doors = new Doors()) {
            var paths = List.of("/admin/inbox", "/admin/sign-in", "/admin/sign-in/code");
            for (var cookie : COOKIES) {
                for (var text : Nasty.TEXTS) {
                    var value = text.replaceAll("[^ -~]", "");
                    for (var path : paths) {
                        doors.check(
                                path + " " + cookie + "=" + value,
                                doors.house().http().get(path, "Cookie", cookie + "=" + value));
                    }
                }
            }
            doors.checkAll();
        }
    }

    @Test
    void whateverIsUploadedIsAnsweredInWords() {
        try (var doors = new Doors();
                var visitor = doors.house().visitor()) {
            visitor.says("Here is a file");
            for (var text : Nasty.TEXTS) {
                var plain = text.replaceAll("[\"\r\n]", "_");
                for (var part :
                        List.of(
                                "form-data; name=\"file\"; filename=\"" + plain + "\"",
                                "form-data; name=\"" + plain + "\"; filename=\"a.png\"",
                                "form-data; filename*=UTF-8''" + percent(text),
                                plain)) {
                    var answer =
                            upload(
                                    doors,
                                    "/widget/v1/attachments?site=juniper",
                                    part,
                                    "image/png",
                                    "Bearer " + visitor.token());
                    doors.check("upload " + part, answer);
                }
                doors.check(
                        "upload by a program " + plain,
                        upload(
                                doors,
                                "/api/v1/attachments",
                                "form-data; name=\"file\"; filename=\"" + plain + "\"",
                                plain.isBlank() ? "text/plain" : plain,
                                "Bearer " + doors.house().apiToken()));
            }
            doors.checkAll();
        }
    }

    private static Http.Answer upload(
            Doors doors, String path, String disposition, String type, String authorization) {
        var body =
                "--b\r\nContent-Disposition: "
                        + disposition
                        + "\r\nContent-Type: "
                        + type
                        + "\r\n\r\nplain words\r\n--b--\r\n";
        return doors.house()
                .http()
                .send(
                        "POST",
                        path,
                        "multipart/form-data; boundary=b",
                        body.getBytes(UTF_8),
                        "Authorization",
                        authorization);
    }

    @Test
    void whateverIsPostedToTheWidgetIsAnsweredInWords() {
        try (var doors = new Doors();
                var visitor = doors.house().visitor()) {
            visitor.says("Hello");
            var paths =
                    List.of(
                            "/widget/v1/frames?site=juniper",
                            "/widget/v1/transcript?site=juniper",
                            "/widget/v1/handover?site=juniper",
                            "/webhooks/whatsapp/1",
                            "/webhooks/whatsapp/999");
            for (var path : paths) {
                for (byte[] body : bodies()) {
                    var answer =
                            doors.house()
                                    .http()
                                    .send(
                                            "POST",
                                            path,
                                            "application/json",
                                            body,
                                            "Authorization",
                                            "Bearer " + visitor.token(),
                                            "X-Hub-Signature-256",
                                            "sha256=" + "0".repeat(64));
                    doors.check(path + " " + new String(body, UTF_8), answer);
                }
            }
            doors.checkAll();
        }
    }

    private static List<byte[]> bodies() {
        return Stream.concat(
                        Nasty.BYTES.stream(),
                        Nasty.VALUES.stream().map(value -> value.toString().getBytes(UTF_8)))
                .toList();
    }

    private static String percent(String text) {
        return Stream.of(URLEncoder.encode(text, UTF_8).split("\\+", -1))
                .collect(Collectors.joining("%20"));
    }
}
