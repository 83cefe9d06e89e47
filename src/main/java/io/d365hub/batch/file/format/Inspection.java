package io.d365hub.batch.file.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads a whole file once before its first record is handed out, so that a file which cannot be right does no half work: a
 * zip bomb, or text of another character set.
 *
 * @param bytes of content, unpacked
 * @param lines of text; 0 for formats that are no text
 */
public record Inspection(long bytes, long lines) {

    private static final int BUFFER = 1 << 16;

    /**
     * Inspects a file.
     *
     * @throws FileRefusedException saying what is wrong, and for text where
     */
    public static Inspection of(FileContent content, FileFormat format, FormatOptions options, Packing packing)
            throws IOException {
        if (format == FileFormat.XLSX) {
            requireUnpacked(content);
            packing.checkParts(content);
            return new Inspection(0, 0);
        }
        try (InputStream in = content.open()) {
            return format.isText() ? new Pass(content, options.charset()).read(in) : new Inspection(length(in), 0);
        }
    }

    private static void requireUnpacked(FileContent content) throws FileRefusedException {
        String name = content.name().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz") || name.endsWith(".zip")) {
            throw new FileRefusedException(
                    "unpack",
                    content.name() + " was not read.",
                    "A workbook inside a packed file is not read; it is packed by itself.",
                    "Deliver it as .xlsx.");
        }
    }

    private static long length(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            bytes += count;
        }
        return bytes;
    }

    private static final class Pass {

        private final FileContent content;
        private final Charset charset;
        private final CharsetDecoder decoder;
        private final CharBuffer characters = CharBuffer.allocate(BUFFER);
        private long bytes;
        private long lines;
        private boolean afterLineEnd = true;
        private char last;

        Pass(FileContent content, Charset charset) {
            this.content = content;
            this.charset = charset;
            this.decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
        }

        Inspection read(InputStream in) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            boolean end = false;
            while (!end) {
                int count = in.read(buffer.array(), buffer.position(), buffer.remaining());
                end = count < 0;
                bytes += Math.max(count, 0);
                buffer.position(buffer.position() + Math.max(count, 0)).flip();
                decode(buffer, end);
                buffer.compact();
            }
            return new Inspection(bytes, lines + (afterLineEnd ? 0 : 1));
        }

        private void decode(ByteBuffer buffer, boolean end) throws FileRefusedException {
            CoderResult result;
            do {
                result = decoder.decode(buffer, characters, end);
                count(characters.flip());
                characters.clear();
                if (result.isError()) {
                    throw otherCharset(buffer.get(buffer.position()) & 0xFF);
                }
            } while (result.isOverflow());
        }

        private void count(CharBuffer text) throws FileRefusedException {
            char[] array = text.array();
            int length = text.length();
            for (int i = 0; i < length; i++) {
                char c = array[i];
                if (c == '\r' || (c == '\n' && last != '\r')) {
                    lines++;
                }
                if (c == 0) {
                    throw refused("It holds a zero byte at line " + (lines + 1)
                            + ", which no text does. Maybe it is UTF-16.");
                }
                last = c;
            }
            if (length > 0) {
                afterLineEnd = last == '\n' || last == '\r';
            }
        }

        private FileRefusedException otherCharset(int offending) {
            return refused(
                    "At line %d it holds the byte 0x%02X, which is not %s.".formatted(lines + 1, offending, charset));
        }

        private FileRefusedException refused(String why) {
            String other = charset.equals(StandardCharsets.UTF_8) ? "windows-1252 or UTF-16" : "UTF-8";
            return new FileRefusedException(
                    "file-charset",
                    content.name() + " was not read, not even in part.",
                    why,
                    "Set charset of the source to what the file is written in, e.g. " + other
                            + ", or have it delivered as " + charset + ".");
        }
    }
}
