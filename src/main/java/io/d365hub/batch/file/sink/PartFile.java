package io.d365hub.batch.file.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows at its end. What could not be written stays in the buffer and is tried again at the same place, so a full
 * disk leaves no half line. The disk begins to take what was written while more is written, so that {@link #sync} has little
 * left to wait for. Not thread-safe.
 */
final class PartFile implements Closeable {

    private static final int BUFFER = 1 << 18;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final DiskAhead disk;
    private long written;

    private PartFile(Path path, FileChannel channel, long written) {
        this.path = path;
        this.channel = channel;
        this.written = written;
        this.disk = new DiskAhead(() -> channel.force(false), written);
    }

    /** Opens a file and cuts it to a length that it has reached; an absent one is made. */
    static PartFile open(Path path, long length) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.size() < length) {
                throw new IOException("It has " + channel.size() + " bytes where " + length
                        + " were safe on the disk; somebody changed it");
            }
            channel.truncate(length);
            return new PartFile(path, channel, length);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** All or nothing of the bytes is taken. */
    void append(byte[] bytes) {
        if (bytes.length > buffer.remaining()) {
            drain();
        }
        if (bytes.length <= buffer.remaining()) {
            buffer.put(bytes);
            return;
        }
        write(ByteBuffer.wrap(bytes));
    }

    private void drain() {
        int end = buffer.position();
        buffer.flip();
        try {
            write(buffer);
            buffer.clear();
        } catch (FileSinkException e) {
            // Not written: everything is kept for the next try.
            buffer.limit(buffer.capacity()).position(end);
            throw e;
        }
    }

    /** Moves the end only when all is written. */
    private void write(ByteBuffer bytes) {
        try {
            long position = written;
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
            written = position;
            disk.has(written);
        } catch (IOException e) {
            throw FileSinkException.notWritten(path, e);
        }
    }

    /** Puts everything on the disk; gives the length. */
    long sync() {
        drain();
        try {
            if (channel.size() > written) {
                // The beginning of what failed and did not come again.
                channel.truncate(written);
            }
            disk.settle();
            channel.force(false);
            return written;
        } catch (IOException e) {
            throw FileSinkException.notWritten(path, e);
        }
    }

    /** Length with what is in the buffer. */
    long length() {
        return written + buffer.position();
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        disk.close();
        channel.close();
    }
}
