package dev.bellhop.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Starts the gateway and runs it until it is asked to stop.
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final Path USUAL_FILE = Path.of("/etc/bellhop/bellhop.yaml");
    private static final String HELP =
            """
            Usage: bellhop-gateway [--config FILE] [--version] [--help]

              --config FILE   settings; else $BELLHOP_CONFIG, else /etc/bellhop/bellhop.yaml, else none
            """;

    private Main() {}

    public static void main(String[] arguments) {
        long began = System.nanoTime();
        Locale.setDefault(Locale.ROOT);
        Optional<Path> file = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--help", "-h" -> {
                    System.out.print(HELP);
                    return;
                }
                case "--version" -> {
                    System.out.println("bellhop-gateway " + Version.CURRENT);
                    return;
                }
                case "--config" -> {
                    if (++i == arguments.length) {
                        end(USAGE, "--config needs a file");
                    }
                    file = Optional.of(Path.of(arguments[i]));
                }
                default -> end(USAGE, "unknown argument " + arguments[i] + "; see --help");
            }
        }
        run(file.or(Main::usualFile), began);
    }

    private static void run(Optional<Path> file, long began) {
        configureLogging();
        var log = Logger.getLogger(Main.class.getName());
        try {
            var settings = SettingsReader.read(file, System.getenv(), System.getProperties());
            var gateway = Gateway.start(settings, Clock.systemUTC(), new SecureRandom());
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .name("stop")
                                    .unstarted(() -> {
                                        gateway.close();
                                        stopped.countDown();
                                    }));
            announce(settings, gateway, (System.nanoTime() - began) / 1_000_000);
            stopped.await();
        } catch (BadSetting e) {
            end(FAILED, e.getMessage());
        } catch (StartFailure e) {
            if (!e.isExpected()) {
                log.log(Level.SEVERE, "the start failed", e.getCause());
            }
            end(FAILED, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void announce(Settings settings, Gateway gateway, long millis) {
        var url = gateway.publicUrl();
        System.out.printf("Bellhop %s is ready at %s (%d ms)%n", Version.CURRENT, url, millis);
        if (settings.sandbox()) {
            System.out.println("  shop    " + url + "/sandbox/shop");
            System.out.println("  phone   " + url + "/sandbox/phone");
        }
        System.out.println("  panel   " + url + "/admin");
        gateway.signInLink()
                .ifPresent(link -> System.out.println("  sign in once, within 24 hours: " + link));
    }

    private static Optional<Path> usualFile() {
        var named = System.getenv("BELLHOP_CONFIG");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        return Files.exists(USUAL_FILE) ? Optional.of(USUAL_FILE) : Optional.empty();
    }

    private static void configureLogging() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream in =
                Main.class.getClassLoader().getResourceAsStream("bellhop-logging.properties")) {
            LogManager.getLogManager().readConfiguration(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(int code, @org.jspecify.annotations.Nullable String line) {
        System.err.println("bellhop: " + line);
        System.exit(code);
    }
}
