package dev.bellhop.story;

import dev.bellhop.gateway.Settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A listener with some of its settings changed.
public final class ServerDraft {
    public int port;
    public Optional<URI> publicUrl;
    public List<String> trustedProxies;
    public List<String> metricsAllowed;
    public Optional<Settings.Tls> tls;
    public int visitorConnections;

    private ServerDraft(Settings.Server server) {
        port = server.port();
        publicUrl = server.publicUrl();
        trustedProxies = server.trustedProxies();
        metricsAllowed = server.metricsAllowed();
        tls = server.tls();
        visitorConnections = server.visitorConnections();
    }

    /// The same settings but for what the change alters of the listener.
    public static Settings of(Settings settings, Consumer<ServerDraft> change) {
        var draft = new ServerDraft(settings.server());
        change.accept(draft);
        return SettingsDraft.of(
                settings, all -> all.server = draft.server(settings.server().host()));
    }

    public static UnaryOperator<Settings> change(Consumer<ServerDraft> change) {
        return settings -> of(settings, change);
    }

    /// A proxy on this machine says where calls come from.
    public static UnaryOperator<Settings> behindProxy() {
        return change(draft -> draft.trustedProxies = List.of("127.0.0.1"));
    }

    private Settings.Server server(String host) {
        return new Settings.Server(
                host, port, publicUrl, trustedProxies, metricsAllowed, tls, visitorConnections);
    }
}
