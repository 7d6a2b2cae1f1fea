package dev.bellhop.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Asks this gateway's own listener whether it lives, over the network as everybody does.
///
/// @param host where it listens; every address of the machine means its loopback
/// @param tls whether it speaks TLS
record SignOfLife(String host, int port, boolean tls) {
    private static final Logger LOG = Logger.getLogger(SignOfLife.class.getName());
    private static final int PATIENCE_MILLIS = 3000;
    private static final String GOOD = "HTTP/1.1 200";
    private static final byte[] QUESTION =
            """
            GET /observe/health/live HTTP/1.1\r
            Host: localhost\r
            Connection: close\r
            \r
            """
                    .getBytes(US_ASCII);

    /// Whether there is a good answer within seconds; if there is none, the log says why.
    boolean ask() {
        try (var socket = socket()) {
            socket.connect(new InetSocketAddress(address(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(QUESTION);
            var answer = new String(socket.getInputStream().readNBytes(GOOD.length()), US_ASCII);
            if (!answer.equals(GOOD)) {
                LOG.warning("the listener gives no sign of life: " + answer);
            }
            return answer.equals(GOOD);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the listener gives no sign of life", e);
            return false;
        }
    }

    private InetAddress address() throws IOException {
        var named = InetAddress.getByName(host);
        return named.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : named;
    }

    private Socket socket() throws IOException {
        if (!tls) {
            return new Socket();
        }
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
            return context.getSocketFactory().createSocket();
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS", e);
        }
    }

    /// Who answers on our own port is not in question, and nothing secret is said: the certificate
    /// is of a public name, and may be one that this machine's Java does not know.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
