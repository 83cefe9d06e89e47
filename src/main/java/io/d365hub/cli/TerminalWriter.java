package io.d365hub.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Shows control characters instead of sending them to the terminal. What commands print comes from messages and answers of other
 * systems: an escape sequence in there could rewrite what stands on the screen, or what is in the clipboard, and characters that
 * turn the direction of writing make a line read as another one. Line ends and tabs stay, and so does a carriage return at the
 * beginning of what is written, with which a command writes its own line again.
 */
final class TerminalWriter extends FilterWriter {

    private TerminalWriter(Writer out) {
        super(out);
    }

    /** Closing or flushing it does so with the other one. */
    static PrintWriter on(PrintWriter out) {
        return new PrintWriter(new TerminalWriter(out), true);
    }

    @Override
    public void write(int c) throws IOException {
        if (c == '\r') {
            out.write(c);
        } else {
            write(String.valueOf((char) c));
        }
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
        write(String.valueOf(buffer, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        out.write(visible(text.substring(offset, offset + length)));
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineEnd = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            boolean ownLine = c == '\r' && i == 0;
            if (isHarmless(c) || lineEnd || ownLine) {
                visible.append(c);
            } else {
                visible.append("\\u%04x".formatted((int) c));
            }
        }
        return visible.toString();
    }

    private static boolean isHarmless(char c) {
        return c == '\n' || c == '\t' || !(Character.isISOControl(c) || turnsDirection(c));
    }

    /** Marks, embeddings, overrides and isolates of the Unicode Bidirectional Algorithm. */
    private static boolean turnsDirection(char c) {
        return c == '\u061c'
                || c == '\u200e'
                || c == '\u200f'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }
}
