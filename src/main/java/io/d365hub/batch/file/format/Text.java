package io.d365hub.batch.file.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Opens a file's text, strictly: what is not of the character set is an error and never a question mark. */
final class Text {

    private static final int[] UTF8_MARK = {0xEF, 0xBB, 0xBF};

    private Text() {}

    /** Without the byte order mark that some programs put in front. */
    static Reader open(FileContent content, FormatOptions options) throws IOException {
        InputStream bytes = content.open();
        try {
            if (options.charset().equals(StandardCharsets.UTF_8)) {
                bytes = withoutMark(bytes);
            }
            return new InputStreamReader(
                    bytes,
                    options.charset()
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    static InputStream withoutMark(InputStream bytes) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(bytes, UTF8_MARK.length);
        byte[] first = peeked.readNBytes(UTF8_MARK.length);
        boolean marked = first.length == UTF8_MARK.length;
        for (int i = 0; marked && i < first.length; i++) {
            marked = (first[i] & 0xFF) == UTF8_MARK[i];
        }
        if (!marked) {
            peeked.unread(first);
        }
        return peeked;
    }
}
