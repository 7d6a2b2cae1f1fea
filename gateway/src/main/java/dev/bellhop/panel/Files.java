package dev.bellhop.panel;

import dev.bellhop.web.Access;
import dev.bellhop.web.Routes;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;

/// The panel's own styles and scripts, and the libraries they stand on, from the class path. They
/// are the same for everybody, so they are open.
public final class Files {
    private static final Access.Open SAME_FOR_ALL = new Access.Open("the same for everybody");

    private static final MediaType MANIFEST = MediaTypes.create("application/manifest+json");

    private Files() {}

    public static void register(Routes routes) {
        // Asked again each time, and answered with 304 while nothing has changed.
        routes.files("/admin/assets", SAME_FOR_ALL, "no-cache", folder("admin"));
        // The version is in the path: what stands there never changes.
        routes.files(
                "/webjars", SAME_FOR_ALL, "public, max-age=31536000, immutable", folder("webjars"));
    }

    private static HttpService folder(String name) {
        return StaticContentFeature.createService(
                ClasspathHandlerConfig.builder()
                        .location("/META-INF/resources/" + name)
                        .putContentType("webmanifest", MANIFEST)
                        .build());
    }
}
