/// How every page of the agents' panel goes out: drawn from the records of the panel's module, with
/// the headers that all of them carry; its styles and scripts; its errors. It knows no subject of
/// Bellhop's.
@NullMarked
package dev.bellhop.panel;

import org.jspecify.annotations.NullMarked;
