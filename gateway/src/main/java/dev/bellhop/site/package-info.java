/// The websites that carry the widget: their keys, the origins they are served from, how the widget
/// looks and speaks there. It knows nothing of who visits them.
@NullMarked
package dev.bellhop.site;

import org.jspecify.annotations.NullMarked;
