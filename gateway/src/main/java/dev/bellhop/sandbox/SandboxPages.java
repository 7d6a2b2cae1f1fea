package dev.bellhop.sandbox;

import dev.bellhop.web.Routes;

final class SandboxPages {
    SandboxPages(Sandbox.Settings settings) {}

    void register(Routes routes) {}
}
