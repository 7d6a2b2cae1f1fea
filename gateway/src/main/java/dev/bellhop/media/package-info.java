/// Files that people send each other: their rows and bytes, what they are by content, thumbnails,
/// and the signed links by which browsers get them. The bytes are in a folder or in a bucket
/// ([dev.bellhop.media.Store]). It knows owners as words and sources as ids, and nothing of
/// conversations or WhatsApp.
@NullMarked
package dev.bellhop.media;

import org.jspecify.annotations.NullMarked;
