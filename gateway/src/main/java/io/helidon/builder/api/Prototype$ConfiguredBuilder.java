package io.helidon.builder.api;

/// A nested type that Helidon 4.2 removed and DbClient 4.1 still links to. It goes away together
/// with the pin of DbClient in the parent pom; LinkageTest says when it is no longer needed.
@SuppressWarnings("removal") // the type that DbClient was compiled against
public interface Prototype$ConfiguredBuilder<B, P> extends Prototype.Builder<B, P> {
    B config(io.helidon.common.config.Config config);
}
