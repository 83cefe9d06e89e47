package io.d365hub.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.170",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2001:db8::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "ff02::1"
            })
    void anAddressThatIsNotPublicIsRefused(String address) throws UnknownHostException {
        // Given
        AddressPolicy policy = AddressPolicy.allowing("");
        // When
        boolean allowed = policy.allows(InetAddress.getByName(address));
        // Then
        assertThat(allowed).as(address).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "100.128.0.1", "172.15.255.255", "172.32.0.1", "192.169.0.1", "2606:4700::1111"})
    void aPublicAddressIsAllowed(String address) throws UnknownHostException {
        // Given
        AddressPolicy policy = AddressPolicy.allowing("");
        // When
        boolean allowed = policy.allows(InetAddress.getByName(address));
        // Then
        assertThat(allowed).as(address).isTrue();
    }

    @Test
    void onlyTheAllowedAmongTheAddressesOfANameAreLeft() throws UnknownHostException {
        // Given
        InetAddress inside = InetAddress.getByName("10.0.0.7");
        InetAddress outside = InetAddress.getByName("1.1.1.1");
        // When
        InetAddress[] left = AddressPolicy.allowing("").allowed("rebind.example", inside, outside);
        // Then
        assertThat(left).containsExactly(outside);
    }

    @Test
    void anOperatorMayAllowARangeOfTheOwnNetwork() throws UnknownHostException {
        // Given
        AddressPolicy policy = AddressPolicy.allowing("10.20.0.0/16, fd00:1::/32");
        // When
        boolean[] allowed = {
            policy.allows(InetAddress.getByName("10.20.3.4")),
            policy.allows(InetAddress.getByName("fd00:1::5")),
            policy.allows(InetAddress.getByName("10.21.3.4"))
        };
        // Then
        assertThat(allowed).containsExactly(true, true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.20.0.0/33", "localhost/8", "10.20/16", "a"})
    void aRangeThatIsNoneIsNamed(String range) {
        assertThatThrownBy(() -> AddressPolicy.allowing(range))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + range + "'")
                .hasMessageContaining("CIDR");
    }
}
