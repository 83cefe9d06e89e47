package io.d365hub.dataverse.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the multipart answer to a {@code $batch} apart. Reads CRLF and bare LF alike. */
final class BatchAnswer {

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d(?:\\.\\d)? (\\d{3})");

    /**
     * The answer to one operation.
     *
     * @param contentId of the operation; empty for one outside a changeset
     */
    record Part(String contentId, WireResponse response) {}

    private record Piece(Map<String, String> headers, String body) {}

    private BatchAnswer() {}

    static boolean isMultipart(WireResponse response) {
        return response.contentType().startsWith("multipart/mixed");
    }

    /** All parts in order. Fails when the answer is cut off or is not what it says. */
    static List<Part> parse(WireResponse response) throws IOException {
        List<Part> parts = new ArrayList<>();
        collect(response.header("content-type").orElse(""), response.text(), parts);
        return parts;
    }

    /** The same, the parts of each changeset together: one list for each part that was sent. */
    static List<List<Part>> parseByPart(WireResponse response) throws IOException {
        List<List<Part>> parts = new ArrayList<>();
        for (String section : sections(response.header("content-type").orElse(""), response.text())) {
            List<Part> of = new ArrayList<>();
            collect(section, of);
            parts.add(of);
        }
        return parts;
    }

    private static void collect(String contentType, String text, List<Part> parts) throws IOException {
        for (String section : sections(contentType, text)) {
            collect(section, parts);
        }
    }

    private static void collect(String section, List<Part> parts) throws IOException {
        Piece piece = piece(section);
        String type = piece.headers().getOrDefault("content-type", "");
        if (type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            collect(type, piece.body(), parts);
        } else {
            parts.add(new Part(piece.headers().getOrDefault("content-id", ""), response(piece.body())));
        }
    }

    private static List<String> sections(String contentType, String text) throws IOException {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new IOException("an answer in parts names no boundary");
        }
        String delimiter = "--" + Optional.ofNullable(matcher.group(1)).orElseGet(() -> matcher.group(2));
        List<String> sections = new ArrayList<>();
        int from = text.indexOf(delimiter);
        while (from >= 0) {
            int begin = from + delimiter.length();
            if (text.startsWith("--", begin)) {
                return sections;
            }
            from = text.indexOf("\n" + delimiter, begin);
            if (from >= 0) {
                sections.add(text.substring(begin, from).stripLeading());
                from++;
            }
        }
        throw new IOException("an answer in parts is cut off");
    }

    private static WireResponse response(String text) throws IOException {
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            throw new IOException("a part of an answer has no status");
        }
        int endOfLine = text.indexOf('\n');
        Piece piece = piece(endOfLine < 0 ? "" : text.substring(endOfLine + 1));
        return new WireResponse(
                Integer.parseInt(status.group(1)),
                piece.headers(),
                piece.body().strip().getBytes(StandardCharsets.UTF_8));
    }

    private static Piece piece(String text) {
        Map<String, String> headers = new HashMap<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = (end < 0 ? text.substring(at) : text.substring(at, end)).strip();
            at = end < 0 ? text.length() : end + 1;
            if (line.isEmpty()) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new Piece(headers, text.substring(at));
    }
}
