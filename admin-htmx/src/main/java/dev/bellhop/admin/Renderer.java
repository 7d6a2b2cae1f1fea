package dev.bellhop.admin;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;

/// Draws fragments with the templates compiled into this module. Safe for any number of threads.
public final class Renderer {
    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    Renderer.class.getClassLoader(),
                    "dev.bellhop.admin.tpl");

    /// The fragment as HTML in UTF-8, everything escaped for the place where it stands.
    public byte[] draw(Fragment fragment) {
        var out = new Utf8ByteOutput();
        engine.render(fragment.template(), fragment, out);
        return out.toByteArray();
    }
}
