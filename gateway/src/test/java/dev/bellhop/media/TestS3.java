package dev.bellhop.media;

import dev.bellhop.story.Witness;

import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.jclouds.blobstore.domain.Blob;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.blobstore.options.PutOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;
import org.jclouds.rest.AuthorizationException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A storage that speaks S3, on a free port of loopback, with one empty bucket. It looks at
/// signatures as strictly as Amazon's, and may go away and come back with all that it holds.
public final class TestS3 implements AutoCloseable {
    static final String ACCESS_KEY = "bellhop-tests";
    public static final String SECRET_KEY = "only/for+tests/do4UXb1mVqZ";

    private static final AtomicInteger BUCKETS = new AtomicInteger();

    /// Made when it is needed: it takes two seconds.
    private static final class Memory {
        private static final BlobStore STORE =
                ContextBuilder.newBuilder(new TransientApiMetadata())
                        .credentials("nobody", "nothing")
                        .build(BlobStoreContext.class)
                        .getBlobStore();
    }

    /// What takes no objects while it is told so, as if it were full.
    private final class Full extends ForwardingBlobStore {
        Full() {
            super(Memory.STORE);
        }

        @Override
        public String putBlob(String container, Blob blob, PutOptions options) {
            if (full) {
                throw new UnsupportedOperationException("full");
            }
            return super.putBlob(container, blob, options);
        }

        @Override
        public String putBlob(String container, Blob blob) {
            return putBlob(container, blob, PutOptions.NONE);
        }

        @Override
        public void removeBlob(String container, String name) {
            if (name.endsWith(held)) {
                throw new AuthorizationException("held");
            }
            super.removeBlob(container, name);
        }
    }

    private static final String NOTHING = "/nothing";

    private volatile boolean full;
    private volatile String held = NOTHING;
    private final String bucket = "files-" + BUCKETS.incrementAndGet();
    private final int port = Witness.freePort();
    private S3Proxy server;

    /// While it is not there: nobody else is to take its port.
    private Optional<Socket> keeper = Optional.empty();

    private TestS3() {
        Memory.STORE.createContainerInLocation(null, bucket);
        server = run();
    }

    public static TestS3 start() {
        return new TestS3();
    }

    private S3Proxy run() {
        var started =
                S3Proxy.builder()
                        .blobStore(new Full())
                        .endpoint(URI.create("http://127.0.0.1:" + port))
                        .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                        .build();
        try {
            started.start();
            return started;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Where it is, for whoever may use it.
    public BucketAddress address() {
        return address("bellhop/", SECRET_KEY);
    }

    public BucketAddress address(String prefix, String secretKey) {
        return new BucketAddress(
                Optional.of(URI.create("http://127.0.0.1:" + port)),
                "us-east-1",
                bucket,
                prefix,
                ACCESS_KEY,
                secretKey,
                true);
    }

    /// The names of all that is in the bucket.
    public List<String> names() {
        return Memory.STORE.list(bucket, ListContainerOptions.Builder.recursive()).stream()
                .map(StorageMetadata::getName)
                .sorted()
                .toList();
    }

    /// Whether it takes any more.
    public void isFull(boolean now) {
        full = now;
    }

    /// Refuses to remove one object, and no other.
    public void holds(String name) {
        held = name;
    }

    public void holdsNothing() {
        held = NOTHING;
    }

    /// Goes away. Until it is back, whoever comes is refused at its port.
    public void goesAway() {
        try {
            server.stop();
            var socket = new Socket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            keeper = Optional.of(socket);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void comesBack() {
        leaveItsPort();
        server = run();
    }

    private void leaveItsPort() {
        try {
            if (keeper.isPresent()) {
                keeper.get().close();
                keeper = Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
            leaveItsPort();
            Memory.STORE.deleteContainer(bucket);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
