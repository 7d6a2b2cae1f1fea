package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class PeersTest {
    private static final Peers PEERS =
            new Peers(List.of("127.0.0.1", "10.0.0.0/8", "fd00::/16", "::1"));

    @ParameterizedTest(name = "{0} forwarding for {1} is {2}")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "203.0.113.9 | - | 203.0.113.9",
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9", // not trusted, so not believed
                "127.0.0.1 | - | 127.0.0.1",
                "127.0.0.1 | 198.51.100.1 | 198.51.100.1",
                "127.0.0.1 | 198.51.100.1, 10.1.2.3 | 198.51.100.1",
                "127.0.0.1 | 6.6.6.6, 198.51.100.1 | 198.51.100.1", // what the client wrote itself
                // stands left
                "127.0.0.1 | 6.6.6.6, 198.51.100.1, 10.1.2.3, 10.9.9.9 | 198.51.100.1",
                "10.255.255.255 | 198.51.100.1:4711 | 198.51.100.1",
                "11.0.0.0 | 198.51.100.1 | 11.0.0.0",
                "127.0.0.1 | 10.0.0.1 | 10.0.0.1", // a caller within
                "127.0.0.1 | 2001:db8::1 | 2001:db8::1",
                "127.0.0.1 | [2001:db8::1]:4711 | 2001:db8::1",
                "::1 | 198.51.100.1 | 198.51.100.1",
                "0:0:0:0:0:0:0:1 | 198.51.100.1 | 198.51.100.1",
                "fd00::17 | 198.51.100.1 | 198.51.100.1",
                "fd01::17 | 198.51.100.1 | fd01::17",
                "::ffff:10.0.0.1 | 198.51.100.1 | 198.51.100.1",
                "/127.0.0.1:5000 | 198.51.100.1 | 198.51.100.1",
                "127.0.0.1 | unknown | unknown"
            })
    void theNearestAddressThatIsNoTrustedProxyCounts(
            String socket, String forwarded, String address) {
        var headers = WritableHeaders.create();
        if (forwarded != null) {
            headers.set(HeaderNames.X_FORWARDED_FOR, forwarded);
        }
        assertThat(PEERS.address(socket, headers)).isEqualTo(address);
    }

    @Test
    void severalHeadersAreReadAsOneList() {
        var headers = WritableHeaders.create();
        headers.add(HeaderNames.X_FORWARDED_FOR, "6.6.6.6", "198.51.100.1");
        headers.add(HeaderNames.X_FORWARDED_FOR, "10.0.0.1");
        assertThat(PEERS.address("127.0.0.1", headers)).isEqualTo("198.51.100.1");
    }

    @Test
    void withoutTrustedProxiesNobodyIsBelieved() {
        var headers = WritableHeaders.create();
        headers.set(HeaderNames.X_FORWARDED_FOR, "198.51.100.1");
        assertThat(new Peers(List.of()).address("127.0.0.1", headers)).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", ""})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Peers(List.of(text)));
    }

    @ParameterizedTest(name = "{0} has {1}")
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::, 20010db800010002",
        "unknown, unknown",
        "no:address, no:address"
    })
    void thePrefixIsWhatOneCustomerHolds(String address, String prefix) {
        assertThat(Peers.prefix(address)).isEqualTo(prefix);
    }
}
