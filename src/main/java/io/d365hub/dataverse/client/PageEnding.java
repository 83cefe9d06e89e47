package io.d365hub.dataverse.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds the link to the next page at the end of a page, where the service writes it, so that the next one can be asked for
 * before this one's rows are looked at.
 */
final class PageEnding {

    private static final byte[] NAME = "@odata.nextLink".getBytes(StandardCharsets.US_ASCII);

    private final byte[] body;
    private int at;

    private PageEnding(byte[] body) {
        this.body = body;
        this.at = body.length - 1;
    }

    /** The link when it is the last that the page says; nothing when only reading the whole page can tell. */
    static Optional<String> next(byte[] body) {
        return new PageEnding(body).next();
    }

    private Optional<String> next() {
        if (!back('}')) {
            return Optional.empty();
        }
        int end = at();
        if (!back('"')) {
            return Optional.empty();
        }
        int from = beginning();
        if (from < 0) {
            return Optional.empty();
        }
        String link = new String(body, from, end - from, StandardCharsets.UTF_8);
        return back(':') && back('"') && isName() ? Optional.of(link) : Optional.empty();
    }

    /** Where the next sign stands, seen from the end. */
    private int at() {
        while (at >= 0 && isSpace(body[at])) {
            at--;
        }
        return at;
    }

    /** Steps before that sign when it is the next one. */
    private boolean back(char sign) {
        if (at() < 0 || body[at] != sign) {
            return false;
        }
        at--;
        return true;
    }

    /** Steps before the text whose end is behind; gives where it begins, or -1 when it has no plain form. */
    private int beginning() {
        while (at >= 0 && body[at] != '"') {
            if (body[at] == '\\') {
                return -1;
            }
            at--;
        }
        int quote = at;
        at--;
        // A quote behind a backslash is none.
        return quote > 0 && body[quote - 1] != '\\' ? quote + 1 : -1;
    }

    private boolean isName() {
        int from = at - NAME.length + 1;
        if (from < 1 || body[from - 1] != '"') {
            return false;
        }
        for (int i = 0; i < NAME.length; i++) {
            if (body[from + i] != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte sign) {
        return sign == ' ' || sign == '\n' || sign == '\r' || sign == '\t';
    }
}
