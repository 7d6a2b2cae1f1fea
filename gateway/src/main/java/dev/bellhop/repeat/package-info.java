/// Requests that are sent once more because their answer was lost: what was answered is answered
/// again, and nothing is done twice. It stands around every POST of the API, knows neither what is
/// done nor who may, and keeps answers sealed, for a day.
@NullMarked
package dev.bellhop.repeat;

import org.jspecify.annotations.NullMarked;
