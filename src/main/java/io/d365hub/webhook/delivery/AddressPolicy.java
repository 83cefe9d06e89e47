package io.d365hub.webhook.delivery;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which network addresses a webhook may be sent to: no loopback, private, link-local, shared, reserved or multicast ones,
 * and so neither the metadata service of a cloud, unless the operator allows a range. Asked with what a name resolves
 * to, when the connection is made: a name that looks harmless, or that changes its mind, is of no use to an attacker
 * (events spec §6.2, egress guard [V]).
 */
public final class AddressPolicy {

    /** RFC 6890 and its IPv6 relatives: everything that is not a host on the public internet. */
    private static final List<IpSubnetFilterRule> NOT_PUBLIC = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "::ffff:0:0:0/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    private final List<IpSubnetFilterRule> allowed;

    private AddressPolicy(List<IpSubnetFilterRule> allowed) {
        this.allowed = allowed;
    }

    /**
     * Public addresses, and besides those of the given ranges.
     *
     * @param ranges in CIDR form, separated by commas, e.g. {@code 10.20.0.0/16,fd00:1::/32}; empty for none
     * @throws IllegalArgumentException naming the range that is none
     */
    public static AddressPolicy allowing(String ranges) {
        return new AddressPolicy(ranges(Arrays.stream(ranges.split(",", -1))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toArray(String[]::new)));
    }

    private static List<IpSubnetFilterRule> ranges(String... written) {
        List<IpSubnetFilterRule> ranges = new ArrayList<>();
        for (String range : written) {
            try {
                String[] parts = range.split("/", -1);
                boolean six = NetUtil.isValidIpV6Address(parts[0]);
                if (!six && !NetUtil.isValidIpV4Address(parts[0])) {
                    throw new IllegalArgumentException("It begins with no address");
                }
                int whole = six ? 128 : 32;
                int prefix = parts.length == 1 ? whole : Integer.parseInt(parts[1]);
                ranges.add(new IpSubnetFilterRule(parts[0], prefix, IpFilterRuleType.ACCEPT));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "'" + range + "' is not a range of addresses. Write it in CIDR form, e.g. 10.20.0.0/16.", e);
            }
        }
        return List.copyOf(ranges);
    }

    boolean allows(InetAddress address) {
        InetSocketAddress asked = new InetSocketAddress(address, 0);
        return allowed.stream().anyMatch(range -> range.matches(asked))
                || NOT_PUBLIC.stream().noneMatch(range -> range.matches(asked));
    }

    /**
     * What of these addresses may be connected to.
     *
     * @throws AddressRefusedException when none is left
     */
    InetAddress[] allowed(String host, InetAddress... resolved) throws UnknownHostException {
        InetAddress[] left = Arrays.stream(resolved).filter(this::allows).toArray(InetAddress[]::new);
        if (left.length == 0) {
            throw new AddressRefusedException(host);
        }
        return left;
    }

    /** A host that leads only to addresses that may not be called. */
    static final class AddressRefusedException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        AddressRefusedException(String host) {
            super("'" + host + "' leads to a private, loopback, link-local or reserved address");
        }
    }
}
