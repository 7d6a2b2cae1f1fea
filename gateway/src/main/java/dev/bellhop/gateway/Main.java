package dev.bellhop.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
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

    /// A large database is brought up to date, or is copied before it is.
    private static final Duration START_MAX = Duration.ofHours(2);

    private static final Path USUAL_FILE = Path.of("/etc/bellhop/bellhop.yaml");
    private static final String HELP =
            """
            Usage: bellhop-gateway [--config FILE] [--stop-when-ready | --restore FILE] [--version] [--help]

              --config FILE      settings; else $BELLHOP_CONFIG, else /etc/bellhop/bellhop.yaml, else none
              --stop-when-ready  start, say so, and stop: tries settings, or brings a database up to date
              --restore FILE     bring a backup back to where there is no data yet, and end; - reads standard input
            """;

    private Main() {}

    public static void main(String[] arguments) {
        long began = System.nanoTime();
        Locale.setDefault(Locale.ROOT);
        Optional<Path> file = Optional.empty();
        Optional<String> backup = Optional.empty();
        boolean stays = true;
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
                case "--config" -> file = Optional.of(Path.of(value(arguments, i++)));
                case "--restore" -> backup = Optional.of(value(arguments, i++));
                case "--stop-when-ready" -> stays = false;
                default -> end(USAGE, "unknown argument " + arguments[i] + "; see --help");
            }
        }
        configureLogging();
        if (backup.isPresent()) {
            restore(file.or(Main::usualFile), backup.get());
        } else {
            run(file.or(Main::usualFile), stays, began);
        }
    }

    private static String value(String[] arguments, int option) {
        if (option + 1 == arguments.length) {
            end(USAGE, arguments[option] + " needs a file");
        }
        return arguments[option + 1];
    }

    private static void restore(Optional<Path> file, String backup) {
        try (var in = backup.equals("-") ? System.in : Files.newInputStream(Path.of(backup))) {
            var settings = SettingsReader.read(file, System.getenv(), System.getProperties());
            var restored = new Restore(settings, Clock.systemUTC()).from(in);
            System.out.printf(
                    "Restored as of %s: %d rows, %d files (%d missing); made by Bellhop %s%n",
                    restored.madeAt(),
                    restored.rows(),
                    restored.files(),
                    restored.missing(),
                    restored.bellhop());
        } catch (BadSetting | StartFailure e) {
            end(FAILED, "not restored: " + e.getMessage());
        } catch (IOException e) {
            end(FAILED, "not restored: " + backup + " cannot be read: " + e.getMessage());
        }
    }

    private static void run(Optional<Path> file, boolean stays, long began) {
        var log = Logger.getLogger(Main.class.getName());
        try (var systemd = new Systemd(System.getenv(), ProcessHandle.current().pid())) {
            var settings = SettingsReader.read(file, System.getenv(), System.getProperties());
            systemd.takes(START_MAX, "Starting");
            var gateway = Gateway.start(settings, Clock.systemUTC(), new SecureRandom());
            if (!stays) {
                announce(settings, gateway, (System.nanoTime() - began) / 1_000_000);
                gateway.close();
                return;
            }
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .name("stop")
                                    .unstarted(() -> {
                                        systemd.stopping();
                                        gateway.close();
                                        stopped.countDown();
                                    }));
            announce(settings, gateway, (System.nanoTime() - began) / 1_000_000);
            systemd.ready(gateway.publicUrl().toString(), gateway::answers);
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
        var address = gateway.address();
        if (settings.server().port() == 0 || !tells(url, address)) {
            System.out.println("  listens " + address);
        }
        gateway.signInLink()
                .ifPresent(link -> System.out.println("  sign in once, within 24 hours: " + link));
    }

    /// Whether whoever reads the one knows the other.
    private static boolean tells(URI url, URI address) {
        return url.getPort() == address.getPort()
                && (url.getHost().equals("localhost") || url.getHost().equals(address.getHost()));
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
