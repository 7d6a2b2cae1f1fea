/// The top: settings, the wiring of all rooms in reading order, start, drain and stop.
@NullMarked
package dev.bellhop.gateway;

import org.jspecify.annotations.NullMarked;
