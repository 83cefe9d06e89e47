package io.d365hub.intake;

import io.d365hub.intake.MessageCheck.Refusing;
import io.d365hub.intake.Refusal.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8. JSON parsers read over much that is not (overlong forms, surrogates) and guess UTF-16 and UTF-32 from zero
 * bytes; the next reader of the message may guess otherwise.
 */
final class Utf8 {

    private static final int BOM = 0xEFBBBF;
    private static final int CHUNK = 1024;
    private static final String MEND = "Send it as UTF-8 without byte order mark.";

    private Utf8() {}

    static void require(byte[] bytes, int offset, int length, Refusing refusing) throws MessageRefusedException {
        int end = offset + length;
        for (int i = offset; i < Math.min(offset + 4, end); i++) {
            if (bytes[i] == 0) {
                throw refusing.because(Reason.ENCODING, "It seems to be UTF-16 or UTF-32.", MEND);
            }
        }
        if (length >= 3
                && ((bytes[offset] & 0xff) << 16 | (bytes[offset + 1] & 0xff) << 8 | (bytes[offset + 2] & 0xff))
                        == BOM) {
            throw refusing.because(Reason.ENCODING, "It begins with a byte order mark.", MEND);
        }
        int ascii = offset;
        while (ascii < end && bytes[ascii] >= 0) {
            ascii++;
        }
        if (ascii < end) {
            requireFrom(bytes, offset, ascii, end, refusing);
        }
    }

    private static void requireFrom(byte[] bytes, int offset, int from, int end, Refusing refusing)
            throws MessageRefusedException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, end - from);
        CharBuffer ignored = CharBuffer.allocate(CHUNK);
        CoderResult result;
        do {
            ignored.clear();
            result = decoder.decode(in, ignored, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw refusing.because(
                    Reason.ENCODING, "Its bytes are not UTF-8 from byte " + (in.position() - offset) + " on.", MEND);
        }
    }
}
