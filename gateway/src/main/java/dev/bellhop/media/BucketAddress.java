package dev.bellhop.media;

import java.net.URI;
import java.util.Optional;

/// Where a bucket is and as whom it is asked. It prints without its keys, which stand in no line of
/// a log.
///
/// @param endpoint empty for Amazon's own of that region
/// @param prefix before every name in the bucket: empty, or with a slash at its end
/// @param pathStyle whether the bucket stands in the path, and not before the host
/// @param takeOver the installation whose files these were, if they are to be ours from now on
public record BucketAddress(
        Optional<URI> endpoint,
        String region,
        String bucket,
        String prefix,
        String accessKey,
        String secretKey,
        boolean pathStyle,
        Optional<String> takeOver) {

    /// One that is nobody else's.
    public BucketAddress(
            Optional<URI> endpoint,
            String region,
            String bucket,
            String prefix,
            String accessKey,
            String secretKey,
            boolean pathStyle) {
        this(endpoint, region, bucket, prefix, accessKey, secretKey, pathStyle, Optional.empty());
    }

    /// Takes the secret key out of words of others.
    String hide(String words) {
        return words.replace(secretKey, "[redacted]");
    }

    /// Where that is, in words.
    public String place() {
        return bucket + "/" + prefix + " at " + endpoint.map(URI::toString).orElse(region);
    }

    @Override
    public String toString() {
        return place();
    }
}
