package io.d365hub.batch.file.format;

import java.io.IOException;
import java.io.Reader;

/** A text without its first lines. A line ends with LF, CRLF or CR. */
final class AfterLines extends Reader {

    private static final int CHUNK = 1 << 15;

    private final Reader text;
    private long linesToSkip;
    private char[] rest = {};
    private int position;
    private int filled;

    AfterLines(Reader text, long lines) {
        this.text = text;
        this.linesToSkip = lines;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (linesToSkip > 0) {
            skipLines();
        }
        if (position < filled) {
            int count = Math.min(length, filled - position);
            System.arraycopy(rest, position, target, offset, count);
            position += count;
            return count;
        }
        return text.read(target, offset, length);
    }

    private void skipLines() throws IOException {
        rest = new char[CHUNK];
        boolean afterReturn = false;
        while (linesToSkip > 0 || afterReturn) {
            if (position == filled) {
                position = 0;
                filled = Math.max(0, text.read(rest, 0, CHUNK));
                if (filled == 0) {
                    linesToSkip = 0;
                    return;
                }
            }
            char c = rest[position];
            if (afterReturn && c == '\n') {
                position++;
                afterReturn = false;
            } else if (linesToSkip == 0) {
                return;
            } else {
                position++;
                afterReturn = c == '\r';
                if (afterReturn || c == '\n') {
                    linesToSkip--;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
