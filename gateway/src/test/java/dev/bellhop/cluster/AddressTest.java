package dev.bellhop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "redis://localhost,                        localhost,  6379, false, '',      '',        0",
        "redis://localhost/,                       localhost,  6379, false, '',      '',        0",
        "rediss://r.example.com:6380/2,            r.example.com, 6380, true, '',    '',        2",
        "REDIS://10.0.0.7:7000,                    10.0.0.7,   7000, false, '',      '',        0",
        "redis://[2001:db8::1]:7000,               2001:db8::1, 7000, false, '',     '',        0",
        "redis://:only-a-password@h,               h,          6379, false, '', only-a-password, 0",
        "redis://bellhop:p%40ss%3Aw%2Frd@h,        h,          6379, false, bellhop, p@ss:w/rd, 0",
        "redis://bellhop:a+b:c@h,                  h,          6379, false, bellhop, a+b:c,     0",
        "redis://be%3All:x@h,                      h,          6379, false, be:ll,   x,         0",
    })
    void whatAnAddressSaysIsRead(
            String url,
            String host,
            int port,
            boolean tls,
            String user,
            String password,
            int database) {
        var address = Address.of(url);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.tls()).isEqualTo(tls);
        assertThat(address.user().orElse("")).isEqualTo(user);
        assertThat(address.password().orElse("")).isEqualTo(password);
        assertThat(address.database()).isEqualTo(database);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://localhost",
                "redis:",
                "redis://",
                "redis://:never-shown@",
                "redis://user:never-shown^@host",
                "redis://user:never%shown@host",
                "redis://user:never-shown@host/name",
                "redis://user:never-shown@host/12345",
                "redis://user:never-shown@host?protocol=3",
                "redis://user:never-shown@host:port"
            })
    void whatIsNoneIsRefusedWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> Address.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no address of Redis")
                .hasNoCause();
    }

    @Test
    void itPrintsWithoutUserAndPassword() {
        assertThat(Address.of("redis://clerk:never-shown@r.example.com/3"))
                .hasToString("r.example.com:6379");
        assertThat(Address.of("redis://[2001:db8::1]:7000")).hasToString("[2001:db8::1]:7000");
    }

    @Test
    void aPasswordIsTakenOutOfWhatOthersSay() {
        assertThat(Address.of("redis://:never-shown@h").hide("no command AUTH never-shown"))
                .isEqualTo("no command AUTH [redacted]");
    }
}
