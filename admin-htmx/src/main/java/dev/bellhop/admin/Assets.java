package dev.bellhop.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// Where the page finds its scripts: the webjars' paths hold the versions that the build took.
public final class Assets {
    /// The folder of this module's own styles and scripts.
    public static final String OWN = "/admin/assets/";

    private static final Properties VERSIONS = versions();

    private Assets() {}

    public static String htmx() {
        return "/webjars/htmx.org/" + version("htmx") + "/dist/htmx.min.js";
    }

    public static String sse() {
        return "/webjars/htmx-ext-sse/" + version("sse") + "/sse.js";
    }

    private static String version(String library) {
        return Objects.requireNonNull(VERSIONS.getProperty(library), library);
    }

    private static Properties versions() {
        var read = new Properties();
        try (var in = Assets.class.getResourceAsStream("versions.properties")) {
            read.load(Objects.requireNonNull(in, "versions.properties"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return read;
    }
}
