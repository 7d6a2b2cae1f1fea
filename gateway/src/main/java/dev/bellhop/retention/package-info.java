/// How long what people said is kept: what somebody has chosen, the nightly taking away of what is
/// older, and one person's data on request. The faces for programs and for Chat Settings are here;
/// what it is to take something away is said in the rooms below.
@NullMarked
package dev.bellhop.retention;

import org.jspecify.annotations.NullMarked;
