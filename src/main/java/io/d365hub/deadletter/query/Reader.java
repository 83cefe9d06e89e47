package io.d365hub.deadletter.query;

/** Reads a query character by character. */
final class Reader {

    private static final String QUOTES = "\"'";

    private final String text;
    private int at;

    Reader(String text) {
        this.text = text;
    }

    int offset() {
        return at;
    }

    void back(int offset) {
        at = offset;
    }

    boolean isAtEnd() {
        skipSpace();
        return at == text.length();
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Takes the character when it comes next, after any space. */
    boolean take(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** The next word made of letters, digits, dots, underscores and hyphens; empty when another character is next. */
    String name() {
        skipSpace();
        int from = at;
        while (at < text.length() && isOfName(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
    }

    /** Takes a sign of comparison when it comes next: a colon at once, the others also after space; else empty. */
    String comparison() {
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            String more = comparison();
            return more.isEmpty() ? ":" : more;
        }
        int before = at;
        for (String sign : new String[] {"!=", "<=", ">=", "=", "<", ">"}) {
            skipSpace();
            if (text.startsWith(sign, at)) {
                at += sign.length();
                return sign;
            }
        }
        at = before;
        return "";
    }

    boolean isQuoteNext() {
        skipSpace();
        return at < text.length() && QUOTES.indexOf(text.charAt(at)) >= 0;
    }

    /** What stands between quotation marks; a backslash takes the next character as it is. */
    String quoted() {
        int start = at;
        char mark = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != mark) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw wrong(start, "the quotation mark is not closed", "Put another " + mark + " at the end of the words.");
        }
        at++;
        return value.toString();
    }

    /** Everything up to the next space or parenthesis. */
    String bare() {
        skipSpace();
        int from = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "()".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    QuerySyntaxException wrong(int offset, String why, String mend) {
        return new QuerySyntaxException(text, offset, why, mend);
    }
}
