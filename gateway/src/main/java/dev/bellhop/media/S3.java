package dev.bellhop.media;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The few calls that are made of a storage that speaks S3. This is the one class that knows the
/// library for it, which is not loaded where files are in a folder.
final class S3 implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(S3.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /// Nobody waits longer for a sign of life.
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /// For a large file on a slow line.
    private static final Duration TRY = Duration.ofSeconds(100);

    private static final Duration CALL = Duration.ofMinutes(3);
    private static final int WORDS_MAX = 200;

    private final BucketAddress address;
    private final S3Client client;

    S3(BucketAddress address) {
        this.address = address;
        var keys = AwsBasicCredentials.create(address.accessKey(), address.secretKey());
        var builder =
                S3Client.builder()
                        .region(Region.of(address.region()))
                        .forcePathStyle(address.pathStyle())
                        .credentialsProvider(StaticCredentialsProvider.create(keys))
                        // What not every storage knows that speaks S3 is not used.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(
                                S3Configuration.builder().chunkedEncodingEnabled(false).build())
                        .disableS3ExpressSessionAuth(true)
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(SILENCE))
                        .overrideConfiguration(
                                ClientOverrideConfiguration.builder()
                                        .retryStrategy(RetryMode.STANDARD)
                                        .apiCallAttemptTimeout(TRY)
                                        .apiCallTimeout(CALL)
                                        // Our settings are all there is, and no files of a home.
                                        .defaultProfileFile(ProfileFile.aggregator().build())
                                        .build());
        address.endpoint().ifPresent(builder::endpointOverride);
        this.client = builder.build();
    }

    /// Puts a whole object there, or nothing.
    void put(String key, Path file) throws IOException {
        put(key, RequestBody.fromFile(file));
    }

    void put(String key, byte[] bytes) throws IOException {
        put(key, RequestBody.fromBytes(bytes));
    }

    private void put(String key, RequestBody body) throws IOException {
        var _ =
                asked(
                        key,
                        () -> client.putObject(it -> it.bucket(address.bucket()).key(key), body));
    }

    /// An object as it comes.
    ///
    /// @param length of what comes
    record Coming(InputStream in, long length) {}

    Coming get(String key) throws IOException {
        return get(request(key).build());
    }

    /// Some of an object's bytes.
    Coming get(String key, long from, long length) throws IOException {
        return get(request(key).range("bytes=" + from + "-" + (from + length - 1)).build());
    }

    private GetObjectRequest.Builder request(String key) {
        return GetObjectRequest.builder().bucket(address.bucket()).key(key);
    }

    private Coming get(GetObjectRequest request) throws IOException {
        var response = asked(request.key(), () -> client.getObject(request));
        var length = response.response().contentLength();
        if (length == null) {
            response.close();
            throw new BucketTrouble("it does not say how long an object is", false, null);
        }
        return new Coming(response, length);
    }

    /// Removes an object, if it is there.
    void delete(String key) throws IOException {
        try {
            var _ =
                    asked(
                            key,
                            () -> client.deleteObject(it -> it.bucket(address.bucket()).key(key)));
        } catch (NoSuchFileException gone) {
            LOG.log(Level.FINE, "an object was gone before it was removed", gone);
        }
    }

    /// Asks whether the bucket is there and lets us in.
    void head() throws IOException {
        var _ = asked("", () -> client.headBucket(it -> it.bucket(address.bucket())));
    }

    private <T> T asked(String key, Supplier<T> question) throws IOException {
        try {
            return question.get();
        } catch (NoSuchKeyException none) {
            throw new NoSuchFileException(key);
        } catch (AwsServiceException e) {
            int status = e.statusCode();
            boolean passes = status >= 500 || status == 408 || status == 409 || status == 429;
            throw new BucketTrouble(words(e), !passes, e);
        } catch (AbortedException e) {
            throw brokenOff(e);
        } catch (SdkException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw brokenOff(e);
            }
            throw new BucketTrouble(words(e), false, e);
        }
    }

    /// By ourselves, which says nothing of the bucket.
    private static InterruptedIOException brokenOff(SdkException e) {
        var brokenOff = new InterruptedIOException("broken off");
        brokenOff.initCause(e);
        return brokenOff;
    }

    private String words(AwsServiceException e) {
        var details = Optional.ofNullable(e.awsErrorDetails());
        var code = details.flatMap(it -> Optional.ofNullable(it.errorCode())).orElse("no");
        var message = details.flatMap(it -> Optional.ofNullable(it.errorMessage())).orElse("");
        return cut(
                "HTTP " + e.statusCode() + ", " + code + (message.isEmpty() ? "" : ": ") + message);
    }

    private String words(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        var message =
                Optional.ofNullable(deepest.getMessage())
                        .orElse(deepest.getClass().getSimpleName());
        return cut(
                deepest instanceof UnknownHostException
                        ? "nobody knows the host " + message
                        : message);
    }

    private String cut(String words) {
        var hidden = address.hide(words).replaceAll("\\s+", " ");
        return hidden.length() <= WORDS_MAX ? hidden : hidden.substring(0, WORDS_MAX) + "…";
    }

    @Override
    public void close() {
        client.close();
    }
}
