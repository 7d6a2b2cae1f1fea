/// What people see, in a real Chromium: shop, phone and panel side by side against a whole gateway.
@NullMarked
package dev.bellhop.browser;

import org.jspecify.annotations.NullMarked;
