package io.d365hub.dataverse.client;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text inside the query of an address. */
final class QueryText {

    /** Unreserved characters, and delimiters that mean nothing inside the value of an option. */
    private static final String PLAIN = "-._~!$'()*,;:@/=";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private QueryText() {}

    /** The value of an option: what would end it, or be taken for a space, is percent-encoded. */
    static String encoded(String value) {
        return escaped(value, PLAIN);
    }

    /** An address that the service gave us, as it stands but for what no request line can carry. */
    static String sendable(String address) {
        boolean clean = address.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return clean ? address : escaped(address, PLAIN + "%?&+#[]{}|^`\"<>\\");
    }

    private static String escaped(String text, String plain) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 128 && (Character.isLetterOrDigit(c) || plain.indexOf(c) >= 0)) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX.toHexDigits(b));
            }
        }
        return escaped.toString();
    }
}
