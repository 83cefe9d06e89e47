package io.d365hub.simulator.odata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-coding of URLs, without the surprises of form coding in paths. */
public final class PercentCoding {

    private static final String UNRESERVED = "-._~";

    private PercentCoding() {}

    /** Decodes a path; a plus sign stays one. */
    public static String decodePath(String text) {
        return text.indexOf('%') < 0 ? text : decode(text, false);
    }

    /** Decodes the name or value of a query option; a plus sign is a blank. */
    public static String decodeQuery(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : decode(text, true);
    }

    private static String decode(String text, boolean plusIsBlank) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '%') {
                int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text.charAt(at + 2), 16);
                if (low < 0) {
                    throw ApiError.badSyntax();
                }
                bytes.write((high << 4) | low);
                at += 3;
            } else if (c == '+' && plusIsBlank) {
                bytes.write(' ');
                at++;
            } else if (c < 0x80) {
                bytes.write(c);
                at++;
            } else {
                int end = at + (Character.isHighSurrogate(c) ? 2 : 1);
                bytes.writeBytes(
                        text.substring(at, Math.min(end, text.length())).getBytes(StandardCharsets.UTF_8));
                at = end;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Encodes everything but letters, digits and {@code keep}. */
    public static String encode(String text, String keep, boolean lowerCaseHex) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || keep.indexOf(c) >= 0);
            if (plain) {
                encoded.append(c);
            } else {
                String hex = Integer.toHexString(0x100 | c).substring(1);
                encoded.append('%').append(lowerCaseHex ? hex : hex.toUpperCase(java.util.Locale.ROOT));
            }
        }
        return encoded.toString();
    }

    /** Encodes a key value for a URL in an answer's header. */
    public static String encodeKeyValue(String text) {
        return encode(text, UNRESERVED + "'", false);
    }
}
