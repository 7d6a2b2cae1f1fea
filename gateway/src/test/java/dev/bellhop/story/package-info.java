/// Stories through the front door: a gateway on a free port, a real MariaDB, the sandbox as Meta,
/// and helpers in the words of the product.
@NullMarked
package dev.bellhop.story;

import org.jspecify.annotations.NullMarked;
