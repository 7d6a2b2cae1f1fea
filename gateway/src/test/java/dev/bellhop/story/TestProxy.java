package dev.bellhop.story;

import dev.bellhop.db.Await;
import dev.bellhop.gateway.PemFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A real proxy in a process of its own, with the example that an operator begins with: only ports,
/// names and certificates are others. It listens on loopback alone, keeps all it writes in a folder
/// of its own, and ends with the test or with the JVM.
final class TestProxy implements AutoCloseable {
    /// From where its clients come, unlike the proxy itself.
    static final String CLIENT = "127.0.0.2";

    private static final Path EXAMPLES = Path.of("..", "config");

    enum Kind {
        NGINX,
        CADDY;

        private String program() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final int port;
    private final Path folder;
    private final PemFiles certificate;
    private final Process process;
    private final Thread ending = Thread.ofPlatform().unstarted(this::kill);

    private TestProxy(Kind kind, int port, List<Integer> gatewayPorts) throws Exception {
        this.kind = kind;
        this.port = port;
        this.folder = Files.createTempDirectory("bellhop-proxy");
        this.certificate = PemFiles.make(folder, "EC");
        Files.writeString(folder.resolve("chain.pem"), certificate.certificate());
        Files.writeString(folder.resolve("key.pem"), certificate.key());
        this.process = run(gatewayPorts);
        Runtime.getRuntime().addShutdownHook(ending);
    }

    /// Starts one, and returns when it listens.
    ///
    /// @param port a free one, where people reach it
    /// @param gatewayPorts of the gateways behind it
    static TestProxy start(Kind kind, int port, Integer... gatewayPorts) {
        try {
            var proxy = new TestProxy(kind, port, List.of(gatewayPorts));
            try {
                Await.until("it listens", proxy::isListening);
            } catch (AssertionError | IllegalStateException never) {
                proxy.close();
                throw never;
            }
            return proxy;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Where people reach it.
    static URI url(int port) {
        return URI.create("https://localhost:" + port);
    }

    /// As its clients see it, who come from another address than the proxy's.
    Front front() {
        var client =
                HttpClient.newBuilder()
                        .localAddress(InetAddress.ofLiteral(CLIENT))
                        .sslContext(PemFiles.trusting(certificate.parsed()))
                        .build();
        return new Front(url(port), url(port).toString(), client);
    }

    /// What it has written down by itself.
    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process run(List<Integer> gatewayPorts) throws IOException {
        var arguments =
                switch (kind) {
                    case NGINX -> nginx(gatewayPorts);
                    case CADDY -> caddy(gatewayPorts);
                };
        // Debian keeps nginx where only root looks.
        var builder =
                new ProcessBuilder(
                        List.of(
                                "sh",
                                "-c",
                                "PATH=$PATH:/usr/sbin exec " + kind.program() + arguments));
        var home = folder.toString();
        builder.environment().put("HOME", home);
        builder.environment().put("XDG_DATA_HOME", home);
        builder.environment().put("XDG_CONFIG_HOME", home);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /// One process that stays in front, so that nothing can outlive it.
    private String nginx(List<Integer> gatewayPorts) throws IOException {
        var example =
                changed(
                        Files.readString(EXAMPLES.resolve("nginx.conf.example")),
                        "listen 80;",
                        "listen 127.0.0.1:" + Witness.freePort() + ";",
                        "    listen [::]:80;\n",
                        "",
                        "listen 443 ssl",
                        "listen 127.0.0.1:" + port + " ssl",
                        "    listen [::]:443 ssl http2;\n",
                        "",
                        "server_name chat.example.com",
                        "server_name localhost",
                        "/etc/letsencrypt/live/chat.example.com/fullchain.pem",
                        folder.resolve("chain.pem").toString(),
                        "/etc/letsencrypt/live/chat.example.com/privkey.pem",
                        folder.resolve("key.pem").toString(),
                        "    server 127.0.0.1:8080;\n",
                        gatewayPorts.stream()
                                .map(it -> "    server 127.0.0.1:" + it + ";\n")
                                .collect(Collectors.joining()));
        Files.writeString(folder.resolve("bellhop.conf"), example);
        var whole =
                """
                daemon off;
                master_process off;
                pid FOLDER/pid;
                error_log stderr;
                events { worker_connections 256; }
                http {
                    access_log FOLDER/access.log;
                    client_body_temp_path FOLDER/bodies;
                    proxy_temp_path FOLDER/answers;
                    fastcgi_temp_path FOLDER/fastcgi;
                    uwsgi_temp_path FOLDER/uwsgi;
                    scgi_temp_path FOLDER/scgi;
                    include FOLDER/bellhop.conf;
                }
                """;
        Files.writeString(folder.resolve("nginx.conf"), whole.replace("FOLDER", folder.toString()));
        return " -e stderr -p " + folder + " -c " + folder.resolve("nginx.conf");
    }

    private String caddy(List<Integer> gatewayPorts) throws IOException {
        var example =
                changed(
                        Files.readString(EXAMPLES.resolve("Caddyfile.example")),
                        "chat.example.com {",
                        """
                        {
                        	admin off
                        	auto_https disable_redirects
                        }
                        URL {
                        	bind 127.0.0.1
                        	tls FOLDER/chain.pem FOLDER/key.pem
                        """
                                .replace("URL", url(port).toString())
                                .replace("FOLDER", folder.toString())
                                .stripTrailing(),
                        "127.0.0.1:8080",
                        gatewayPorts.stream()
                                .map(it -> "127.0.0.1:" + it)
                                .collect(Collectors.joining(" ")));
        Files.writeString(folder.resolve("Caddyfile"), example);
        return " run --adapter caddyfile --config " + folder.resolve("Caddyfile");
    }

    /// @param changes what stands there, and what is to stand there, in turn
    private static String changed(String example, String... changes) {
        var text = example;
        for (int i = 0; i < changes.length; i += 2) {
            if (!text.contains(changes[i])) {
                throw new IllegalStateException("the example has no " + changes[i]);
            }
            text = text.replace(changes[i], changes[i + 1]);
        }
        return text;
    }

    private boolean isListening() {
        if (!process.isAlive()) {
            throw new IllegalStateException(kind + " does not start: " + log());
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void kill() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(ending);
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
