@NullMarked
package dev.bellhop.admin;

import org.jspecify.annotations.NullMarked;
