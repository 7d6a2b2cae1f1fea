/// Secrets: a type that never prints itself, and AES-256-GCM that binds each sealed value to the
/// row it lives in. It knows nothing of what the secrets are for.
@NullMarked
package dev.bellhop.vault;

import org.jspecify.annotations.NullMarked;
