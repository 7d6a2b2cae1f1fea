/// The sandbox, asked over HTTP, beside a door that plays the gateway's.
@NullMarked
package dev.bellhop.sandbox;

import org.jspecify.annotations.NullMarked;
