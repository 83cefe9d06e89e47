package io.d365hub.batch.file.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackingTest {

    private static final int MEGABYTES_OF_ZEROS = 60;

    @TempDir
    Path folder;

    @Test
    void gzipIsUnpacked() throws Exception {
        // Given
        Path file = folder.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
        }
        // Then
        assertThat(TestFiles.rows(TestFiles.at(file))).containsExactly("{\"a\":\"1\"}");
    }

    @Test
    void theOneFileOfAZipIsUnpacked() throws Exception {
        assertThat(TestFiles.rows(zip("a.csv.zip", "folder/", "__MACOSX/._a.csv", "folder/a.csv")))
                .containsExactly("{\"a\":\"1\"}");
    }

    @Test
    void aZipOfTwoFilesIsRefusedBeforeAnythingIsRead() throws Exception {
        FileContent file = zip("a.csv.zip", "a.csv", "b.csv");
        assertThatThrownBy(() -> TestFiles.inspect(file, FormatOptions.DEFAULTS))
                .hasMessageContaining("several files");
    }

    private FileContent zip(String name, String... entries) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                if (!entry.endsWith("/")) {
                    out.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return TestFiles.at(file);
    }

    @Test
    void aZipBombIsRefusedBeforeAnythingIsRead() throws Exception {
        // Given
        Path file = folder.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            zeros(out);
        }
        // Then
        assertThatThrownBy(() -> TestFiles.inspect(
                        TestFiles.at(file), FormatOptions.DEFAULTS.withCharset(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("It unpacks to more than 200 times its size.");
    }

    @Test
    void aWorkbookThatIsABombIsRefused() throws Exception {
        // Given
        Path file = folder.resolve("a.xlsx");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            zeros(out);
        }
        // Then
        assertThatThrownBy(() -> TestFiles.inspect(TestFiles.at(file), FormatOptions.DEFAULTS))
                .hasMessageContaining("It unpacks to more than 200 times its size.");
    }

    /** Spaces, so that the charset is not what is wrong. */
    private static void zeros(OutputStream out) throws IOException {
        byte[] megabyte = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < MEGABYTES_OF_ZEROS; i++) {
            out.write(megabyte);
        }
    }

    @Test
    void contentBeyondTheSizeLimitIsRefused() throws Exception {
        // Given
        Path file = folder.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
        }
        FileContent small = new Packing(3, 200).content("a.csv.gz", file);
        // Then
        assertThatThrownBy(() -> TestFiles.records(small)).hasMessageContaining("more than 3 bytes");
    }

    @Test
    void whatIsNotPackedAsItsNameSaysIsRefused() throws Exception {
        FileContent file = new TestFiles(folder).text("a.csv.gz", "a\n1\n");
        assertThatThrownBy(() -> TestFiles.records(file)).hasMessageContaining("not packed the way its name says");
    }
}
