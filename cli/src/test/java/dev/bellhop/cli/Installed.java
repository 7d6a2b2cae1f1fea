package dev.bellhop.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The command as it is installed: started by its launcher, in a process of its own.
///
/// @param folder where it is started
/// @param variables beside those that the launcher needs here
record Installed(Path folder, Map<String, String> variables) {
    Installed {
        variables = Map.copyOf(variables);
    }

    /// What a command left behind.
    record Ended(int code, String out, String err) {}

    /// The same with one variable more.
    Installed with(String name, String value) {
        var more = new HashMap<>(variables);
        more.put(name, value);
        return new Installed(folder, more);
    }

    /// Runs a command to its end.
    Ended runs(String... arguments) throws IOException, InterruptedException {
        return ends("", line(arguments));
    }

    /// What starts a command with these arguments.
    static List<String> line(String... arguments) {
        var line = new ArrayList<>(RealGateway.launcher());
        line.addAll(List.of(arguments));
        return line;
    }

    /// Runs any command line to its end.
    ///
    /// @param typed what stands in its standard input
    Ended ends(String typed, List<String> line) throws IOException, InterruptedException {
        var err = Files.createTempFile(folder, "err", "");
        var process = builder(line).redirectError(err.toFile()).start();
        try (var to = process.getOutputStream()) {
            to.write(typed.getBytes(StandardCharsets.UTF_8));
        }
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    ProcessBuilder builder(List<String> line) {
        var builder = new ProcessBuilder(line).directory(folder.toFile());
        var environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("BELLHOP_CLI_CLASS_PATH", System.getProperty("java.class.path"));
        environment.put("BELLHOP_CLI_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        environment.put("HOME", folder.resolve("home").toString());
        environment.putAll(variables);
        return builder;
    }
}
