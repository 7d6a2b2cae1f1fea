package dev.bellhop.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Where the bytes of files are: a folder of this machine, or a bucket that several gateways share.
/// Under a name there is the whole of a file or nothing; what is read and written passes piece by
/// piece, however large it is. It knows nothing of rows.
///
/// While it cannot be reached, every call ends in [StoreAway].
public sealed interface Store extends AutoCloseable permits Folder, Bucket {

    /// Files in a folder.
    ///
    /// @param folder it is made if it is not there
    static Store folder(Path folder) throws IOException {
        return new Folder(folder);
    }

    /// Files in a bucket. It may be away: that is said in the log, and it is looked after until it
    /// is back.
    ///
    /// @param folder where files are put together before they go there
    /// @param installation whose it is from then on, if it is nobody's; empty where that is not
    ///   known yet, for whom it may be nobody's only
    /// @throws BucketRefuses when it is there and does not take us as we come, or is another
    ///   installation's
    static Store bucket(
            BucketAddress address, Path folder, Optional<String> installation, Clock clock)
            throws IOException {
        return Bucket.open(address, folder, installation, clock);
    }

    /// Stores a file and its thumbnail; a stream that breaks off leaves nothing.
    ///
    /// @throws Unfit when it is not what was claimed
    Stored store(String handle, Claim claim, InputStream in) throws IOException;

    /// Opens a file or a thumbnail.
    ///
    /// @param size how long it is, if that is known, which may spare a question
    /// @throws java.nio.file.NoSuchFileException when it is not there, at the latest when a part of
    ///   it is asked for
    Content open(String name, OptionalLong size) throws IOException;

    /// Puts back what was a file or a thumbnail, by the name under which it was opened.
    ///
    /// @throws IllegalArgumentException when no file can be called that
    void takeBack(String name, InputStream in) throws IOException;

    /// Removes a file and its thumbnail, if they are there.
    void remove(String handle) throws IOException;

    /// Removes what a gateway that was killed had begun to put together.
    void removeParts(Instant before) throws IOException;

    /// How it is, as far as is known.
    Condition condition();

    /// Has something done each time that it is back after it was away.
    void whenBack(Runnable task);

    /// Where it is, in words.
    String place();

    /// Whether others on other machines have the same.
    boolean isShared();

    @Override
    void close();

    /// The names of a file and its thumbnail, the file last: nobody asks for a thumbnail before it.
    static List<String> names(String handle) {
        return List.of(FilePlace.thumbnail(handle), handle);
    }
}
