package dev.bellhop.cli;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which gateway a command speaks to, and as whom: from the options, else the environment, else the
/// file that a gateway on this machine leaves for its own administrators.
final class Login {
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

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "A gateway that was added with bellhop context add; else the one in use.")
    private Optional<String> context = Optional.empty();

    @Option(names = "--curl", description = "Do not ask: print the first call as a curl command.")
    private boolean curl;

    @Option(names = "--debug", description = "Tell of every call, without what is secret in it.")
    private boolean debug;

    /// The gateway to ask.
    Gateway gateway(Surroundings here) {
        var who = who(here);
        var gateway = new Gateway(who.address(), who.token(), watcher(here, who.address()));
        gateway.warn(here);
        return gateway;
    }

    private Gateway.Watcher watcher(Surroundings here, Address address) {
        return new Gateway.Watcher() {
            @Override
            public void before(Call call) {
                if (curl) {
                    here.out().println(call.curl(address));
                    throw new DryRun.Stop();
                }
                if (debug) {
                    here.err().println("> " + call.inWords());
                }
            }

            @Override
            public void answered(Call call, int status, Duration took) {
                if (debug) {
                    here.err().println("< " + status + " in " + took.toMillis() + " ms");
                }
            }
        };
    }

    /// Which gateway, and as whom.
    ///
    /// A saved token belongs to the gateway that saved it and is sent to no other address; a token
    /// given by hand is never sent to an address that only a file in the current folder names.
    private Contexts.Context who(Surroundings here) {
        if (context.isPresent()) {
            if (url.isPresent() || token.isPresent() || tokenFile.isPresent()) {
                throw new Failure(
                        Exit.USAGE,
                        "A gateway is named twice.",
                        "--context says both where and as whom.",
                        "Leave out --context, or --url and the token.");
            }
            return Contexts.read(here).named(context.get());
        }
        var givenAddress = url.or(() -> here.variable("BELLHOP_URL")).map(Address::parse);
        var givenToken = givenToken(here);
        if (givenToken.isPresent()) {
            var address = givenAddress.orElseGet(() -> Address.parse(here.usualAddress()));
            return new Contexts.Context(address, givenToken.get());
        }
        var kept = kept(here);
        if (kept.isPresent() && isMeant(kept.get(), givenAddress)) {
            return kept.get();
        }
        var saved = saved(here, givenAddress);
        if (saved.isPresent() && isMeant(saved.get(), givenAddress)) {
            return saved.get();
        }
        throw givenAddress.isPresent()
                ? notSignedIn(givenAddress.get(), saved)
                : nowhereFound(here, DataFolders.of(here));
    }

    /// The token goes to the address that it is kept with, by whichever name it is asked for.
    private static boolean isMeant(Contexts.Context known, Optional<Address> given) {
        return given.isEmpty() || known.address().isSame(given.get());
    }

    /// For scripts it is one thing that a gateway lets nobody in, and another that there is none.
    private static Failure notSignedIn(Address address, Optional<Contexts.Context> saved) {
        Gateway.reach(address);
        return new Failure(
                Exit.NOT_ALLOWED,
                "Not signed in at " + address + ".",
                saved.map(it ->
                                "No token was given for it, and the one kept on this machine is"
                                        + " for "
                                        + it.address()
                                        + ".")
                        .orElse("No token was given for it, and none is kept on this machine."),
                "Set BELLHOP_TOKEN or give --token-file; tokens are made in the panel's settings.");
    }

    private static Failure nowhereFound(Surroundings here, List<Path> places) {
        var looked = String.join(" or ", places.stream().map(Path::toString).toList());
        try {
            Gateway.reach(Address.parse(here.usualAddress()));
        } catch (Failure away) {
            return new Failure(
                    away.exit(),
                    "No gateway is found.",
                    "No gateway on this machine has left a token in "
                            + looked
                            + ", and none answers at "
                            + here.usualAddress()
                            + ".",
                    "Start one here, or say where it is: BELLHOP_URL and BELLHOP_TOKEN.");
        }
        return new Failure(
                Exit.NOT_ALLOWED,
                "Not signed in.",
                "No token was given, and no gateway on this machine has left one in "
                        + looked
                        + ".",
                "Set BELLHOP_URL and BELLHOP_TOKEN, or start a gateway here.");
    }

    /// The context that the environment names, or that is in use.
    private Optional<Contexts.Context> kept(Surroundings here) {
        var name = here.variable("BELLHOP_CONTEXT");
        var contexts = Contexts.read(here);
        return name.or(contexts::current).map(contexts::named);
    }

    private Optional<Token> givenToken(Surroundings here) {
        if (token.isPresent() && tokenFile.isPresent()) {
            throw new Failure(
                    Exit.USAGE,
                    "Two tokens were given.",
                    "--token and --token-file are two ways to say the same.",
                    "Leave out --token.");
        }
        return token.or(() -> tokenFile.map(name -> Secrets.read(here, name, "The token")))
                .or(() -> here.variable("BELLHOP_TOKEN"))
                .map(Token::parse);
    }

    /// What a gateway on this machine has left.
    private static Optional<Contexts.Context> saved(Surroundings here, Optional<Address> given) {
        for (var place : DataFolders.of(here)) {
            var file = place.resolve("cli.json");
            try {
                return Optional.of(parse(file, Files.readAllBytes(file)));
            } catch (NoSuchFileException e) {
                // A gateway may still be in the next place.
            } catch (AccessDeniedException e) {
                given.ifPresent(Gateway::reach);
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
        return Optional.empty();
    }

    private static Contexts.Context parse(Path file, byte[] json) throws IOException {
        var document = Document.parse(json);
        var address = document.text("url");
        var token = document.text("token");
        if (address.isEmpty() || token.isEmpty()) {
            throw unreadable(file, "It names no url or no token.");
        }
        return new Contexts.Context(Address.parse(address.get()), Token.parse(token.get()));
    }

    private static Failure unreadable(Path file, String why) {
        return new Failure(
                Exit.FAILED,
                file + " is not what a gateway writes.",
                why,
                "Restart the gateway: it writes the file anew.");
    }
}
