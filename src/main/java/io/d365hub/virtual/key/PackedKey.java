package io.d365hub.virtual.key;

import java.util.Optional;
import java.util.UUID;

/**
 * Natural keys that fit into a GUID, and can be read from it again: whole numbers, and texts of at most 15 ASCII characters.
 *
 * <p>The GUID is of version 8 (RFC 9562). Its 12 bits behind the version say what it is: {@code 0xd10} a whole number,
 * {@code 0xd2n} a text of n characters. The 48 bits before and the 62 bits behind hold the value, most significant bit
 * first: 64 bits of the number, its sign bit turned over, so that GUIDs are in the order of the numbers; or 7 bits a
 * character. The rest is zero.
 */
final class PackedKey {

    static final int LONGEST_TEXT = 15;

    private static final int VERSION = 8;
    private static final int NUMBER = 0xd10;
    private static final int TEXT = 0xd20;
    private static final long VARIANT = 1L << 63;
    private static final int TAIL_BITS = 62;
    private static final long TAIL = (1L << TAIL_BITS) - 1;

    private PackedKey() {}

    static UUID ofNumber(long number) {
        long ordered = number ^ Long.MIN_VALUE;
        return uuid(NUMBER, ordered >>> 16, (ordered & 0xffff) << (TAIL_BITS - 16));
    }

    /** Empty when the text does not fit. */
    static Optional<UUID> ofText(String text) {
        int length = text.length();
        if (length > LONGEST_TEXT) {
            return Optional.empty();
        }
        // 48 bits, then 62.
        long head = 0;
        long tail = 0;
        for (int i = 0; i < LONGEST_TEXT; i++) {
            int character = i < length ? text.charAt(i) : 0;
            if (character > 127) {
                return Optional.empty();
            }
            for (int bit = 0; bit < 7; bit++) {
                int at = i * 7 + bit;
                long value = ((long) character >>> (6 - bit)) & 1;
                if (at < 48) {
                    head |= value << (47 - at);
                } else {
                    tail |= value << (TAIL_BITS - 1 - (at - 48));
                }
            }
        }
        return Optional.of(uuid(TEXT | length, head, tail));
    }

    /** The number that {@link #ofNumber} made it of; empty when it did not. */
    static Optional<Long> number(UUID guid) {
        if (kind(guid) != NUMBER) {
            return Optional.empty();
        }
        long ordered = (head(guid) << 16) | (tail(guid) >>> (TAIL_BITS - 16));
        long number = ordered ^ Long.MIN_VALUE;
        return ofNumber(number).equals(guid) ? Optional.of(number) : Optional.empty();
    }

    /** The text that {@link #ofText} made it of; empty when it did not. */
    static Optional<String> text(UUID guid) {
        int kind = kind(guid);
        int length = kind & 0xf;
        if ((kind & ~0xf) != TEXT) {
            return Optional.empty();
        }
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            int character = 0;
            for (int bit = 0; bit < 7; bit++) {
                int at = i * 7 + bit;
                long value = at < 48 ? head(guid) >>> (47 - at) : tail(guid) >>> (TAIL_BITS - 1 - (at - 48));
                character = (character << 1) | (int) (value & 1);
            }
            text[i] = (char) character;
        }
        String read = new String(text);
        return ofText(read).filter(guid::equals).map(same -> read);
    }

    private static UUID uuid(int kind, long head, long tail) {
        return new UUID((head << 16) | ((long) VERSION << 12) | kind, VARIANT | tail);
    }

    /** -1 when it is not one of ours. */
    private static int kind(UUID guid) {
        return guid.version() == VERSION && guid.variant() == 2 ? (int) (guid.getMostSignificantBits() & 0xfff) : -1;
    }

    private static long head(UUID guid) {
        return guid.getMostSignificantBits() >>> 16;
    }

    private static long tail(UUID guid) {
        return guid.getLeastSignificantBits() & TAIL;
    }
}
