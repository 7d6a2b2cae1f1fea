package dev.bellhop.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Chooses one of the business number's templates, fills it in and sends it.
///
/// @param cid a fresh id, so that a form sent twice is one message
/// @param seen up to which message the page shows the thread; empty to send it whatever was
///   answered meanwhile
/// @param filter what is looked for
/// @param languages that there are, each in words
/// @param categories that there are
/// @param lines what fits
/// @param left how many more fit than are shown
/// @param any whether there is any template at all
/// @param chosen the one to be filled in
/// @param problem why it was not sent; may be empty
public record TemplateSheet(
        String code,
        String cid,
        String seen,
        Filter filter,
        List<Choice> languages,
        List<Choice> categories,
        List<Line> lines,
        int left,
        boolean any,
        Optional<Chosen> chosen,
        String problem)
        implements Fragment {

    /// What is looked for; each may be empty.
    public record Filter(String query, String language, String category) {}

    /// A template in the list.
    public record Line(String name, String language, String category) {}

    /// The template that is filled in.
    ///
    /// @param language in words
    /// @param fields what it waits for
    /// @param preview how it reads
    /// @param file what its header wants: `image`, `video`, `document`; else empty
    /// @param place the four fields of the location that its header wants; empty when it wants none
    /// @param trouble why it cannot be sent from here; may be empty
    public record Chosen(
            Line line,
            String language,
            List<Field> fields,
            Preview preview,
            String file,
            List<Field> place,
            String trouble) {
        public Chosen {
            fields = List.copyOf(fields);
            place = List.copyOf(place);
        }
    }

    /// Words that it waits for.
    ///
    /// @param name as the form calls it
    /// @param label as people call it
    /// @param hint under the field; may be empty
    public record Field(String name, String label, String hint, String value) {}

    /// How it reads.
    public record Preview(List<Part> header, List<Part> body, String footer, List<String> buttons) {
        public Preview {
            header = List.copyOf(header);
            body = List.copyOf(body);
            buttons = List.copyOf(buttons);
        }
    }

    /// A piece of a template.
    ///
    /// @param field the field whose words stand there; empty for words of the template itself
    /// @param otherwise what stands there while the field is empty
    public record Part(String field, String words, String otherwise) {}

    public TemplateSheet {
        languages = List.copyOf(languages);
        categories = List.copyOf(categories);
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "inbox/template-sheet.jte";
    }

    public String path() {
        return path(code);
    }

    /// Where a conversation's templates are chosen.
    public static String path(String code) {
        return "/admin/c/" + code + "/templates";
    }

    /// Where one of them is filled in.
    public String path(Line line) {
        return path(code, line)
                + "&q="
                + encoded(filter.query())
                + "&in="
                + encoded(filter.language())
                + "&category="
                + encoded(filter.category());
    }

    /// The same, with nothing looked for.
    public static String path(String code, Line line) {
        return path(code)
                + "?name="
                + encoded(line.name())
                + "&language="
                + encoded(line.language());
    }

    /// Whether it is the one that is filled in.
    public boolean isChosen(Line line) {
        return chosen.filter(it -> it.line().equals(line)).isPresent();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
