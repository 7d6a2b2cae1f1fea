package dev.bellhop.web;

import java.net.InetAddress;
import java.util.List;

/// Addresses that are nobody's on the internet: of this machine, of the network it stands in, or
/// set apart for something else. What strangers or settings name must not lead there.
public final class Insides {
    /// What Java has no question for.
    private static final List<Block> BLOCKS =
            List.of(
                    new Block(8, 0), // this network
                    new Block(10, 100, 64), // shared by a provider's customers
                    new Block(24, 192, 0, 0), // protocols
                    new Block(24, 192, 0, 2), // documentation
                    new Block(15, 198, 18), // benchmarks
                    new Block(24, 198, 51, 100), // documentation
                    new Block(24, 203, 0, 113), // documentation
                    new Block(4, 240)); // reserved, and broadcast

    /// The first bits of IPv4 addresses.
    private record Block(int bits, int... start) {
        boolean has(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int place = bit / 8;
                int wanted = place < start.length ? start[place] : 0;
                int mask = 0x80 >> (bit % 8);
                if ((address[place] & mask) != (wanted & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private Insides() {}

    /// Whether an address is one of these.
    public static boolean has(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isSetApart(address.getAddress());
    }

    private static boolean isSetApart(byte[] bytes) {
        return bytes.length == 4
                ? BLOCKS.stream().anyMatch(block -> block.has(bytes))
                : isUniqueLocal(bytes) || leadsToIpv4(bytes);
    }

    private static boolean isUniqueLocal(byte[] bytes) {
        return (bytes[0] & 0xFE) == 0xFC;
    }

    /// Addresses that a gateway translates into any of IPv4: NAT64, 6to4, Teredo.
    private static boolean leadsToIpv4(byte[] bytes) {
        int first = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        int second = ((bytes[2] & 0xFF) << 8) | (bytes[3] & 0xFF);
        return (first == 0x0064 && second == 0xFF9B)
                || first == 0x2002
                || (first == 0x2001 && second == 0);
    }
}
