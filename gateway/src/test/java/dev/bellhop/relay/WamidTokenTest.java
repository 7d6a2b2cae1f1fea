package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WamidTokenTest {

    @Test
    void theIdsOfOneMessageHaveOneToken() {
        var byNumber = "wamid.HBgLMTU1NTAwMDIwMDEVAgARGBJFNDMwN0I1OUY2MTZGMTM4OEEA";
        var byUserId = "wamid.HBgXVVMuOTAwMDAwMDAwMDAwMDAwMDAwMDEVAgARGBJFNDMwN0I1OUY2MTZGMTM4OEEA";
        assertThat(WamidToken.of(byNumber)).hasValue("E4307B59F616F1388A");
        assertThat(WamidToken.of(byUserId)).isEqualTo(WamidToken.of(byNumber));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "wamid.", "wamid.###", "wamid.AAAA", "other.RTQzMDdCNTlGNjE2RjEzODhB"})
    void anIdOfAnotherFormHasNone(String wamid) {
        assertThat(WamidToken.of(wamid)).isEmpty();
    }
}
