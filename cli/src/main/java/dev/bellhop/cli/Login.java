package dev.bellhop.cli;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which gateway a command speaks to, and as whom: from the options, else the environment, else the
/// file that a gateway on this machine leaves for its own administrators.
final class Login {
    /// Where `bellhop.yaml` puts a gateway when nobody says otherwise.
    private static final String USUAL_ADDRESS = "http://127.0.0.1:8080";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The gateway's address; else $BELLHOP_URL, else the gateway on this machine.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the API token, - for standard input; else $BELLHOP_TOKEN.")
    private Optional<String> tokenFile = Optional.empty();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "The token itself. Others on this machine can see it in the list of processes:"
                            + " prefer --token-file.")
    private Optional<String> token = Optional.empty();

    /// The gateway to ask.
    ///
    /// A saved token belongs to the gateway that saved it and is sent to no other address; a token
    /// given by hand is never sent to an address that only a file in the current folder names.
    Gateway gateway(Surroundings here) {
        var givenAddress = url.or(() -> here.variable("BELLHOP_URL")).map(Address::parse);
        var givenToken = givenToken(here);
        if (givenToken.isPresent()) {
            var address = givenAddress.orElseGet(() -> Address.parse(USUAL_ADDRESS));
            return new Gateway(address, givenToken.get());
        }
        var saved = saved(here);
        if (givenAddress.isEmpty()
                || saved.address().toString().equals(givenAddress.get().toString())) {
            return new Gateway(saved.address(), saved.token());
        }
        throw new Failure(
                Exit.NOT_ALLOWED,
                "Not signed in at " + givenAddress.get() + ".",
                "No token was given for it, and the one kept on this machine is for "
                        + saved.address()
                        + ".",
                "Set BELLHOP_TOKEN or give --token-file; tokens are made in the panel's settings.");
    }

    private Optional<Token> givenToken(Surroundings here) {
        if (token.isPresent() && tokenFile.isPresent()) {
            throw new Failure(
                    Exit.USAGE,
                    "Two tokens were given.",
                    "--token and --token-file are two ways to say the same.",
                    "Leave out --token.");
        }
        return token.or(() -> tokenFile.map(name -> read(name, here)))
                .or(() -> here.variable("BELLHOP_TOKEN"))
                .map(Token::parse);
    }

    private static String read(String name, Surroundings here) {
        try {
            var bytes =
                    name.equals("-")
                            ? here.in().readAllBytes()
                            : Files.readAllBytes(here.folder().resolve(name));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    "The token could not be read from " + name + ".",
                    e.toString(),
                    "Check the file's name and that you may read it.");
        }
    }

    private record Saved(Address address, Token token) {}

    private static Saved saved(Surroundings here) {
        var places =
                here.variable("BELLHOP_DATA_DIR")
                        .map(folder -> List.of(here.folder().resolve(folder)))
                        .orElseGet(
                                () -> List.of(here.folder().resolve("var"), here.installedData()));
        for (var place : places) {
            var file = place.resolve("cli.json");
            try {
                return parse(file, Files.readAllBytes(file));
            } catch (NoSuchFileException e) {
                // A gateway may still be in the next place.
            } catch (AccessDeniedException e) {
                throw new Failure(
                        Exit.NOT_ALLOWED,
                        "Not signed in.",
                        "You may not read "
                                + file
                                + ", with which the gateway lets its administrators in.",
                        "Run this as root or as the gateway's user, or set BELLHOP_URL and"
                                + " BELLHOP_TOKEN.");
            } catch (IOException e) {
                throw unreadable(file, e.toString());
            }
        }
        throw new Failure(
                Exit.NOT_ALLOWED,
                "Not signed in.",
                "No token was given, and no gateway on this machine has left one in "
                        + String.join(" or ", places.stream().map(Path::toString).toList())
                        + ".",
                "Set BELLHOP_URL and BELLHOP_TOKEN, or start a gateway here.");
    }

    private static Saved parse(Path file, byte[] json) throws IOException {
        var document = Document.parse(json);
        var address = document.text("url");
        var token = document.text("token");
        if (address.isEmpty() || token.isEmpty()) {
            throw unreadable(file, "It names no url or no token.");
        }
        return new Saved(Address.parse(address.get()), Token.parse(token.get()));
    }

    private static Failure unreadable(Path file, String why) {
        return new Failure(
                Exit.FAILED,
                file + " is not what a gateway writes.",
                why,
                "Restart the gateway: it writes the file anew.");
    }
}
