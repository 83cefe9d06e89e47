package io.d365hub.batch.file.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

/**
 * Lines of a text, each no longer than a limit: of a longer one the beginning is kept and the rest passed over, in constant
 * memory. A line ends with LF, CRLF or CR.
 */
final class BoundedLines implements Closeable {

    private static final int CHUNK = 1 << 15;

    private final Reader text;
    private final int limit;
    private final char[] chunk = new char[CHUNK];
    private final StringBuilder line = new StringBuilder();
    private int position;
    private int filled;
    private boolean tooLong;
    private boolean afterReturn;

    BoundedLines(Reader text, int limit) {
        this.text = text;
        this.limit = limit;
    }

    /** The next line without its end, cut to the limit; null behind the last one. */
    String next() throws IOException {
        line.setLength(0);
        tooLong = false;
        boolean anything = false;
        while (fill()) {
            if (afterReturn) {
                afterReturn = false;
                if (chunk[position] == '\n') {
                    position++;
                    continue;
                }
            }
            anything = true;
            int end = endOfLine();
            append(end);
            position = end;
            if (end < filled) {
                afterReturn = chunk[end] == '\r';
                position++;
                return line.toString();
            }
        }
        return anything ? line.toString() : null;
    }

    /** Whether the line that {@link #next} gave was longer. */
    boolean isCut() {
        return tooLong;
    }

    private int endOfLine() {
        int end = position;
        while (end < filled && chunk[end] != '\n' && chunk[end] != '\r') {
            end++;
        }
        return end;
    }

    private void append(int end) {
        int room = limit - line.length();
        if (end - position > room) {
            tooLong = true;
        }
        line.append(chunk, position, Math.min(room, end - position));
    }

    private boolean fill() throws IOException {
        if (position == filled) {
            position = 0;
            filled = Math.max(0, text.read(chunk, 0, chunk.length));
        }
        return filled > 0;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
