package io.d365hub.simulator.sql;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import java.util.Locale;

/** Cuts a statement into words, literals and marks. */
final class SqlTokens {

    private static final String MARKS = "(),.=<>!*;";

    private final String text;
    private int at;
    private Token current;

    SqlTokens(String text) {
        this.text = text;
        advance();
    }

    /** What a piece of the statement is. */
    enum Kind {
        WORD,
        NUMBER,
        QUOTED,
        MARK,
        END
    }

    /**
     * One piece of the statement.
     *
     * @param kind what it is
     * @param text without quotes and brackets
     */
    record Token(Kind kind, String text) {

        boolean is(String word) {
            return (kind == Kind.WORD || kind == Kind.MARK) && text.equalsIgnoreCase(word);
        }
    }

    Token current() {
        return current;
    }

    boolean is(String word) {
        return current.is(word);
    }

    Token take() {
        Token taken = current;
        advance();
        return taken;
    }

    /** Takes the word or mark if it comes next. */
    boolean took(String word) {
        if (is(word)) {
            advance();
            return true;
        }
        return false;
    }

    void expect(String word) {
        if (!took(word)) {
            throw unexpected();
        }
    }

    /** A name, in lower case as logical names are. */
    String name() {
        if (current.kind() != Kind.WORD) {
            throw unexpected();
        }
        return take().text().toLowerCase(Locale.ROOT);
    }

    int integer() {
        try {
            return Integer.parseInt(take().text());
        } catch (NumberFormatException e) {
            throw refused("A whole number is expected in the SQL statement.");
        }
    }

    ApiError unexpected() {
        return refused("Incorrect syntax near '" + current.text() + "' in the SQL statement.");
    }

    static ApiError refused(String why) {
        return new ApiError(ErrorCode.MALFORMED_REQUEST, why);
    }

    private void advance() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at >= text.length()) {
            current = new Token(Kind.END, "");
            return;
        }
        char c = text.charAt(at);
        boolean national = (c == 'N' || c == 'n') && at + 1 < text.length() && text.charAt(at + 1) == '\'';
        if (c == '\'' || national) {
            at += national ? 1 : 0;
            current = new Token(Kind.QUOTED, quoted('\''));
        } else if (c == '[' || c == '"') {
            current = new Token(Kind.WORD, quoted(c == '[' ? ']' : '"'));
        } else if (MARKS.indexOf(c) >= 0) {
            mark();
        } else {
            word();
        }
    }

    private void mark() {
        int end = at + 1;
        boolean comparison = "<>!".indexOf(text.charAt(at)) >= 0;
        if (comparison && end < text.length() && "=>".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        current = new Token(Kind.MARK, text.substring(at, end));
        at = end;
    }

    private void word() {
        int start = at;
        boolean number = Character.isDigit(text.charAt(at)) || text.charAt(at) == '-';
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && (MARKS.indexOf(text.charAt(at)) < 0 || (number && text.charAt(at) == '.'))) {
            at++;
        }
        current = new Token(number ? Kind.NUMBER : Kind.WORD, text.substring(start, at));
    }

    private String quoted(char closing) {
        StringBuilder quoted = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == closing) {
                if (at >= text.length() || text.charAt(at) != closing) {
                    return quoted.toString();
                }
                at++;
            }
            quoted.append(c);
        }
        throw refused("Unclosed quotation mark in the SQL statement.");
    }
}
