package dev.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.web.Refusal;

import io.helidon.webclient.api.DnsAddressLookup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// Where events may go. That a connection goes to the very address that is judged is told by
/// `EventsFailingStoryTest`.
final class DestinationsTest {
    private final Destinations strict = new Destinations(List.of(), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "::1",
                "[::1]",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.0.1",
                "169.254.169.254",
                "100.100.100.200",
                "198.18.0.1",
                "192.0.0.192",
                "255.255.255.255",
                "224.0.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "::",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void noConnectionIsMadeInside(String host) {
        assertThatThrownBy(() -> strict.resolveAddress(host, DnsAddressLookup.IPV4))
                .isInstanceOf(Destinations.Inside.class);
        assertThatThrownBy(() -> strict.judged("https://" + bracketed(host) + "/"))
                .isInstanceOf(Refusal.class);
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "100.63.255.255", "172.32.0.1", "2606:4700::1111"})
    void theRestOfTheInternetIsFree(String host) {
        assertThat(strict.resolveAddress(host, DnsAddressLookup.IPV4)).isNotNull();
    }

    @Test
    void aHostThatIsNamedMayBeInsideAndPlain() {
        var named = new Destinations(List.of("LocalHost"), false);
        assertThat(named.judged("http://localhost:8080/x")).hasToString("http://localhost:8080/x");
        assertThat(named.resolveAddress("localhost", DnsAddressLookup.IPV4).isLoopbackAddress())
                .isTrue();
        assertThatThrownBy(() -> named.judged("http://127.0.0.1/")).isInstanceOf(Refusal.class);
    }

    @Test
    void aMachineToTryThingsOnIsReachedWithoutTls() {
        var loose = new Destinations(List.of(), true);
        assertThat(loose.judged("http://127.0.0.1:9/")).hasPort(9);
        assertThatThrownBy(() -> loose.judged("http://10.0.0.1/")).isInstanceOf(Refusal.class);
    }
}
