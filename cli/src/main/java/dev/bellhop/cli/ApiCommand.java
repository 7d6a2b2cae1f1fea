package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// `bellhop api`: a call for which there is no verb.
@Command(
        name = "api",
        description = "Ask the API for anything, signed in as every other command is.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  bellhop api GET /v1/teams",
            "  bellhop api POST /v1/labels -d '{\"name\":\"Damage\"}'",
            "  bellhop api PUT /v1/sites/1/hours -f hours.json"
        })
final class ApiCommand implements Callable<Integer> {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final DryRun dryRun = new DryRun();

    @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PUT, PATCH, DELETE.")
    private String method = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /v1/teams?limit=10.")
    private String path = "";

    @Option(
            names = {"-d", "--data"},
            paramLabel = "JSON",
            description = "What to send. What is secret belongs into a file.")
    private Optional<String> data = Optional.empty();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A file with what to send, - for standard input.")
    private Optional<String> file = Optional.empty();

    ApiCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var verb = method.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(verb)) {
            throw new Failure(
                    Exit.USAGE,
                    method + " is no method of the API.",
                    "There are GET, POST, PUT, PATCH and DELETE.",
                    "Write it as in: bellhop api GET /v1/teams");
        }
        if (data.isPresent() && file.isPresent()) {
            throw new Failure(
                    Exit.USAGE,
                    "There are two things to be sent.",
                    "--data and --file are two ways to say the same.",
                    "Leave out one of them.");
        }
        var body = body();
        if (body.length > 0 && (verb.equals("GET") || verb.equals("DELETE"))) {
            throw new Failure(
                    Exit.USAGE,
                    "Nothing is sent along with " + verb + ".",
                    "What is asked for stands in the path alone.",
                    "Leave out --data and --file, or use another method.");
        }
        var gateway = dryRun.of(login.gateway(here), here);
        var answer = answer(gateway, verb, body);
        here.out().print(answer);
        if (!answer.isEmpty() && !answer.endsWith("\n")) {
            here.out().println();
        }
        here.out().flush();
        return Exit.DONE.code();
    }

    private String answer(Gateway gateway, String verb, byte[] body) {
        try {
            return gateway.raw(verb, address(), body);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Exit.USAGE,
                    path + " is no path.",
                    String.valueOf(e.getMessage()),
                    "Write blanks and other signs as they stand in an address: %20.");
        }
    }

    private String address() {
        var rooted = path.startsWith("/") ? path : "/" + path;
        return rooted.startsWith("/api/") ? rooted : "/api" + rooted;
    }

    private byte[] body() {
        return data.map(text -> text.getBytes(StandardCharsets.UTF_8))
                .or(() -> file.map(name -> Input.read(here, name, "What is to be sent")))
                .orElse(new byte[0]);
    }
}
