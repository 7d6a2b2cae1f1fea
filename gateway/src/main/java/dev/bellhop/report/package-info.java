/// What the work comes to: counts and times of conversations, kept up to date as they change, and
/// everything that is written from them: the page, the API, files. [Course] says what is counted,
/// [Counting] keeps it counted, [Figures] reads it; nothing else does sums.
@NullMarked
package dev.bellhop.report;

import org.jspecify.annotations.NullMarked;
