/// What the agents' panel shows: one record per page and per part that changes by itself, and the
/// [Renderer] that draws them. The records hold what the gateway has decided; the templates only
/// lay it out. Nothing here knows the gateway.
@NullMarked
package dev.bellhop.admin;

import org.jspecify.annotations.NullMarked;
