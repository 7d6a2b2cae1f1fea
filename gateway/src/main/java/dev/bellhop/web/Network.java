package dev.bellhop.web;

import java.net.InetAddress;

/// A network: an address with the number of its leading bits that count, such as `10.0.0.0/8`.
record Network(byte[] base, int bits) {

    static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] base = literal(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? base.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > base.length * 8) {
            throw new IllegalArgumentException(text + " is not a network");
        }
        return new Network(base, bits);
    }

    boolean contains(String address) {
        byte[] other;
        try {
            other = literal(address);
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
        if (other.length != base.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((base[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] literal(String text) {
        return InetAddress.ofLiteral(text).getAddress();
    }
}
