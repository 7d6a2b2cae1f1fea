package dev.bellhop.cli;

import picocli.CommandLine.Help.Ansi;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// All that a command touches beside the gateway; a test brings its own.
///
/// @param data where bytes go that are data; the same place as `out`
/// @param folder where relative paths start
/// @param installedData where an installed gateway keeps its data
/// @param usualAddress where `bellhop.yaml` puts a gateway when nobody says otherwise
/// @param prompt whoever can be asked
/// @param terminal how large the terminal is that the output goes to, if it goes to one
/// @param errorsAreSeen whether standard error goes to a terminal, wherever standard output goes
/// @param colours whether the output may be coloured: only on a terminal, and not with `NO_COLOR`
record Surroundings(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        OutputStream data,
        Map<String, String> environment,
        Path folder,
        Path installedData,
        String usualAddress,
        Clock clock,
        BooleanSupplier errorsAreSeen,
        Ansi colours,
        Supplier<Optional<Prompt>> prompt,
        Supplier<Terminal.Size> terminal) {

    /// Where nothing is to be read, asked or seen.
    static Surroundings ofNobody() {
        return new Surroundings(
                InputStream.nullInputStream(),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                OutputStream.nullOutputStream(),
                Map.of(),
                Path.of(""),
                Path.of("/nonexistent"),
                "http://127.0.0.1:8080",
                Clock.systemUTC(),
                () -> false,
                Ansi.OFF,
                Optional::empty,
                () -> Terminal.NONE);
    }

    /// The same with this environment.
    Surroundings with(Map<String, String> variables) {
        return new Surroundings(
                in,
                out,
                err,
                data,
                variables,
                folder,
                installedData,
                usualAddress,
                clock,
                errorsAreSeen,
                colours,
                prompt,
                terminal);
    }

    /// How many columns the terminal has; 0 when the output goes elsewhere.
    int width() {
        return terminal.get().columns();
    }

    /// A variable's value; one that is set but empty counts as absent, as in most tools.
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
