package dev.bellhop.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.bellhop.web.Json;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/// What is sent where something else is expected.
final class Nasty {
    /// An element and an attribute that no page of ours has: where a parser finds one, words were
    /// taken for markup.
    static final String ELEMENT = "bellhop-pwn";

    static final String ATTRIBUTE = "onpwn";

    /// What an engine of templates would make of a sum; nobody sends it.
    static final String SUM = "pwn1337pwn";

    /// A header that no answer of ours has.
    static final String HEADER = "X-Pwn";

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    /// Words that mean something to a parser: of markup, SQL, templates, headers, paths, patterns,
    /// spreadsheets, and what Unicode has in store.
    static final List<String> TEXTS =
            List.of(
                    "",
                    "0",
                    "-1",
                    "99999999999999999999",
                    "1e309",
                    "NaN",
                    "null",
                    "<" + ELEMENT + ">",
                    "\"><" + ELEMENT + " " + ATTRIBUTE + "=\"1",
                    "' " + ATTRIBUTE + "='1",
                    "</textarea></script><" + ELEMENT + ">",
                    "javascript:pwn()",
                    "' OR '1'='1' -- ",
                    "1); DROP TABLE agent; -- ",
                    "%' AND SLEEP(9) AND '%'='",
                    "\\' UNION SELECT password_hash FROM agent -- ",
                    "pwn${1300+37}pwn",
                    "pwn@{1300+37}pwn",
                    "pwn<%= 1300+37 %>pwn",
                    "pwn#{1300+37}pwn",
                    "{{1300+37}}",
                    "${jndi:ldap://127.0.0.1:1/pwn}",
                    "a\r\n" + HEADER + ": 1\r\n\r\n<" + ELEMENT + ">",
                    "../../../../etc/passwd",
                    "..%2f..%2fmaster.key",
                    "file:///etc/passwd",
                    "http://127.0.0.1:1/",
                    "(a+)+$",
                    "[",
                    "=HYPERLINK(\"http://127.0.0.1:1\")",
                    "\u0000",
                    "a\u0000b",
                    "\u202eevil\u2066",
                    "\uD83D\uDECE\uFE0F".repeat(40),
                    "\uD83D",
                    "e" + "\u0301".repeat(200),
                    "\u0000\u0001\u001b[31m\u007f",
                    "İıßſKÅ",
                    "x".repeat(5_000));

    /// Anything that JSON can say instead.
    static final List<JsonNode> VALUES =
            Stream.concat(
                            TEXTS.stream().<JsonNode>map(MAKE::textNode),
                            Stream.of(
                                    MAKE.nullNode(),
                                    MAKE.booleanNode(true),
                                    MAKE.numberNode(0),
                                    MAKE.numberNode(-1),
                                    MAKE.numberNode(1.5),
                                    MAKE.numberNode(Integer.MAX_VALUE),
                                    MAKE.numberNode(Long.MIN_VALUE),
                                    MAKE.numberNode(BigInteger.TEN.pow(40)),
                                    MAKE.numberNode(1e300),
                                    MAKE.arrayNode(),
                                    MAKE.objectNode(),
                                    Json.parse("[null]"),
                                    Json.parse("[[]]"),
                                    Json.parse("[{}]"),
                                    Json.parse("[\"a\",\"a\"]"),
                                    Json.parse("[0,-1,9999999999999]"),
                                    Json.parse("{\"\":null}"),
                                    Json.parse("{\"a\":{\"a\":[1,{\"a\":null}]}}"),
                                    Json.parse("[".repeat(150) + "]".repeat(150))))
                    .toList();

    /// What is no JSON, or more of it than anybody needs.
    static final List<byte[]> BYTES =
            Stream.of(
                            "",
                            "{",
                            "nul",
                            "{\"a\":1}{\"b\":2}",
                            "{\"name\":1,\"name\":2}",
                            "{\"name\":" + "9".repeat(10_000) + "}",
                            "[".repeat(15_000),
                            "{\"a\":".repeat(2_500),
                            "\"" + "\\u0000".repeat(2_000) + "\"",
                            "\u00ff\u00fe\u0000{",
                            "\u00c3(\u00a0\u00a1")
                    .map(text -> text.getBytes(ISO_8859_1))
                    .toList();

    private Nasty() {}
}
