package io.d365hub.batch.file.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Keeps a parser from reading more than a limit for one record: a stream that fails when more was taken from it than the
 * limit since {@link #recordBegins}.
 */
final class RecordBound extends FilterInputStream {

    /** What parsers read ahead, and bytes of characters beyond ASCII. */
    private static final int SLACK = 1 << 16;

    private final FileContent content;
    private final int limit;
    private long read;

    RecordBound(InputStream bytes, FileContent content, int limit) {
        super(bytes);
        this.content = content;
        this.limit = limit;
    }

    void recordBegins() {
        read = 0;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    private void count(int bytes) throws FileRefusedException {
        read += bytes;
        if (read > limit + (long) SLACK) {
            throw new FileRefusedException(
                    "record-too-long",
                    "The rest of " + content.name() + " was not read.",
                    "A record in it is longer than " + limit
                            + " characters, or what stands before the first record is.",
                    "Check the option that says where the records are, or raise recordLimit.");
        }
    }
}
