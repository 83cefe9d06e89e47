package io.d365hub.simulator.operation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Splits multipart bodies. Takes CRLF and bare LF, a blank line in front of the first boundary and a missing line end
 * after the last one, because clients send all of that.
 */
final class Multipart {

    private final byte[] body;
    private final int end;
    private int at;

    private Multipart(byte[] body, int start, int end) {
        this.body = body;
        this.at = start;
        this.end = end;
    }

    /**
     * One part.
     *
     * @param headers by name in any case
     * @param body the array in which its content lies
     * @param start where the content starts
     * @param end where the content ends
     */
    record Part(Map<String, String> headers, byte[] body, int start, int end) {

        byte[] content() {
            return java.util.Arrays.copyOfRange(body, start, end);
        }
    }

    /** The boundary in a {@code Content-Type}, or null when it is no {@code multipart/mixed}. */
    static String boundary(String contentType) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/mixed")) {
            return null;
        }
        for (String parameter : contentType.split(";", -1)) {
            String text = parameter.strip();
            if (text.regionMatches(true, 0, "boundary=", 0, 9)) {
                String value = text.substring(9);
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return null;
    }

    /** The parts between the boundaries, or null when the closing boundary is missing. */
    static List<Part> split(byte[] body, int start, int end, String boundary) {
        Multipart lines = new Multipart(body, start, end);
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        List<Part> parts = new ArrayList<>();
        int contentStart = -1;
        while (lines.at < end) {
            int lineStart = lines.at;
            int lineEnd = lines.nextLine();
            if (!startsWith(body, lineStart, lineEnd, delimiter)) {
                continue;
            }
            String rest = text(body, lineStart + delimiter.length, lineEnd).strip();
            if (!rest.isEmpty() && !rest.equals("--")) {
                continue;
            }
            if (contentStart >= 0) {
                parts.add(part(body, contentStart, withoutLineEnd(body, contentStart, lineStart)));
            }
            if (rest.equals("--")) {
                return parts;
            }
            contentStart = lines.at;
        }
        return null;
    }

    /** Reads headers up to the empty line; what follows is the content. */
    static Part part(byte[] body, int start, int end) {
        Multipart lines = new Multipart(body, start, end);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        while (lines.at < end) {
            int lineStart = lines.at;
            String line = text(body, lineStart, lines.nextLine());
            if (line.isBlank()) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip(),
                        (a, b) -> a + "," + b);
            }
        }
        return new Part(headers, body, lines.at, end);
    }

    /** Skips blank lines and reads one line; null at the end. Gives the place behind it in {@code next}. */
    static Part firstLine(byte[] body, int start, int end, StringBuilder line) {
        Multipart lines = new Multipart(body, start, end);
        while (lines.at < end) {
            int lineStart = lines.at;
            String text = text(body, lineStart, lines.nextLine());
            if (!text.isBlank()) {
                line.append(text.strip());
                break;
            }
        }
        return part(body, lines.at, end);
    }

    /** Moves behind the next line and returns where its text ends. */
    private int nextLine() {
        int lineStart = at;
        int i = at;
        while (i < end && body[i] != '\n') {
            i++;
        }
        at = Math.min(i + 1, end);
        return i > lineStart && body[i - 1] == '\r' ? i - 1 : i;
    }

    private static int withoutLineEnd(byte[] body, int start, int end) {
        int cut = end;
        if (cut > start && body[cut - 1] == '\n') {
            cut--;
            if (cut > start && body[cut - 1] == '\r') {
                cut--;
            }
        }
        return cut;
    }

    private static boolean startsWith(byte[] body, int start, int end, byte[] prefix) {
        if (end - start < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (body[start + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] body, int start, int end) {
        return new String(body, start, Math.max(0, end - start), StandardCharsets.UTF_8);
    }
}
