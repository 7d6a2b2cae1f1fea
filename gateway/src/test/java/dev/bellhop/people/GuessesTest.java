package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class GuessesTest {
    private static final List<String> MAYA = List.of("maya.okafor@shop.example", "Maya Okafor");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "123456789012",
                "qwertyuiop12",
                "P@ssw0rd1234",
                "letmeinletmein",
                "aaaaaaaaaaaaaa",
                "Bellhop12345",
                "maya.okafor@shop.example",
                "whatsapp2026",
                "abcdefghijkl"
            })
    void whatIsTriedFirstIsEasy(String password) {
        assertThat(Guesses.isEasy(password, MAYA)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a long enough password", "a lamp over the table", "correct horse battery",
                "Xk2#pQ9!mZ4$", "läuft über alle Berge", "鈴を鳴らして部屋へ荷物を運ぶ"
            })
    void wordsThatDoNotBelongTogetherAreNot(String password) {
        assertThat(Guesses.isEasy(password, MAYA)).isFalse();
    }

    @org.junit.jupiter.api.Test
    void aLongOneIsJudgedByItsBeginning() {
        assertThat(Guesses.isEasy("x".repeat(1_000), MAYA)).isTrue();
        assertThat(Guesses.isEasy("an owl in the belfry " + "x".repeat(1_000), MAYA)).isFalse();
    }
}
