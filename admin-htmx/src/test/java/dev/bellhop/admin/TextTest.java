package dev.bellhop.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.admin.Text.Link;
import dev.bellhop.admin.Text.Mark;
import dev.bellhop.admin.Text.Plain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class TextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    see https://a.example/x.       | https://a.example/x
                    (http://a.example/b)           | http://a.example/b
                    https://a.example/w_(b)        | https://a.example/w_(b)
                    HTTPS://A.example/?q=1&r=%202! | HTTPS://A.example/?q=1&r=%202
                    """)
    void anAddressEndsWhereTheSentenceGoesOn(String written, String address) {
        var links = Text.of(written).parts().stream().filter(Link.class::isInstance).toList();

        assertThat(links).containsExactly(new Link(address, address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,x",
                "https://",
                "http:// a.example",
                "https://shop.example@evil.example/",
                "ftp://a.example",
                "xhttp://a.example",
                "//evil.example"
            })
    void everythingElseStaysWords(String written) {
        assertThat(Text.of(written).parts()).containsExactly(new Plain(written));
    }

    @Test
    void anAddressStopsAtADirectionMark() {
        assertThat(Text.of("https://a.example/\u202Egpj.exe").parts().getFirst())
                .isEqualTo(new Link("https://a.example/", "https://a.example/"));
    }

    @Test
    void noWordIsLost() {
        var written = "a https://x.example, b\r\nhttps://y.example/?q=(1) c\rd";

        var said = new StringBuilder();
        for (var part : Text.of(written).marking(List.of("B", "C")).parts()) {
            switch (part) {
                case Plain plain -> said.append(plain.words());
                case Link link -> said.append(link.words());
                case Mark mark -> said.append(mark.words());
            }
        }
        assertThat(said.toString())
                .isEqualTo("a https://x.example, b\nhttps://y.example/?q=(1) c\nd");
    }

    @Test
    void whatIsMarkedStandsOutWhereItIsNoLink() {
        assertThat(
                        Text.of("@Ana, ask @ANA at https://ana.example/@ana")
                                .marking(List.of("@Ana"))
                                .parts())
                .containsExactly(
                        new Mark("@Ana"),
                        new Plain(", ask "),
                        new Mark("@ANA"),
                        new Plain(" at "),
                        new Link("https://ana.example/@ana", "https://ana.example/@ana"));
        assertThat(Text.of("a.c abc").marking(List.of("a.c", "")).parts())
                .containsExactly(new Mark("a.c"), new Plain(" abc"));
    }

    @Test
    void aLinkNeverRunsAnything() {
        assertThatThrownBy(() -> new Link("x", "javascript:alert(1)"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Text.link("x", "javascript:alert(1)").parts()).containsExactly(new Plain("x"));
        assertThat(Text.link("x", "/admin/settings").parts())
                .containsExactly(new Link("x", "/admin/settings"));
    }
}
