package io.d365hub.batch.file.format;

import static io.d365hub.batch.file.format.TestFiles.records;
import static io.d365hub.batch.file.format.TestFiles.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {

    private static final String A_AND_B = "{\"a\":\"1\",\"b\":\"2\"}";
    private static final int LONG_LINE = 50 << 20;

    @TempDir
    Path folder;

    private TestFiles files;

    @BeforeEach
    void folder() {
        files = new TestFiles(folder);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() throws Exception {
        assertThat(rows(files.text("a.csv", "\uFEFFa,b\n1,2\n"))).containsExactly(A_AND_B);
    }

    @Test
    void linesMayEndWithCrLf() throws Exception {
        assertThat(rows(files.text("a.csv", "a,b\r\n1,2\r\n1,2"))).containsExactly(A_AND_B, A_AND_B);
    }

    @Test
    void linesMayEndWithCrAlone() throws Exception {
        assertThat(rows(files.text("a.csv", "a,b\r1,2\r"))).containsExactly(A_AND_B);
    }

    @Test
    void quotedValuesMayHoldLineBreaksDelimitersAndQuotes() throws Exception {
        // Given
        FileContent file = files.text("a.csv", "a,b\n\"one\r\ntwo\",\"3,5 \"\"inch\"\"\"\nx,y\n");
        // When
        List<FileRecord> records = records(file);
        // Then
        assertThat(records.get(0).row().get("a").asText()).isEqualTo("one\r\ntwo");
        assertThat(records.get(0).row().get("b").asText()).isEqualTo("3,5 \"inch\"");
        assertThat(records.get(1).place()).as("line of the record behind it").isEqualTo(4);
    }

    @Test
    void aLineWithAnotherNumberOfColumnsIsUnreadableAndTheRestGoesOn() throws Exception {
        // When
        List<FileRecord> records = records(files.text("prices.csv", "a,b\n1,2,3\n1\n1,2\n"));
        // Then
        assertThat(records).extracting(FileRecord::isReadable).containsExactly(false, false, true);
        assertThat(records.get(0).place()).isEqualTo(2);
        assertThat(records.get(0).failure().why()).isEqualTo("It has 3 columns where the header has 2.");
        assertThat(records.get(0).raw()).isEqualTo("1,2,3");
        assertThat(records.get(2).place()).isEqualTo(4);
    }

    @Test
    void latin1IsReadWhenTheSourceSaysSo() throws Exception {
        // Given
        FileContent file = files.bytes("a.csv", "a\nKöln\n".getBytes(StandardCharsets.ISO_8859_1));
        // Then
        assertThat(rows(file, FormatOptions.DEFAULTS.withCharset(StandardCharsets.ISO_8859_1)))
                .containsExactly("{\"a\":\"Köln\"}");
    }

    @Test
    void latin1IsRefusedAsUtf8BeforeAnythingIsRead() throws Exception {
        // Given
        FileContent file = files.bytes("a.csv", "a\nBonn\nKöln\n".getBytes(StandardCharsets.ISO_8859_1));
        // Then
        assertThatThrownBy(() -> TestFiles.inspect(file, FormatOptions.DEFAULTS))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageStartingWith(
                        "a.csv was not read, not even in part. At line 3 it holds the byte 0xF6, which is"
                                + " not UTF-8. Set charset of the source");
    }

    @Test
    void utf16IsRefusedAsUtf8() throws Exception {
        FileContent file = files.bytes("a.csv", "a\nb\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> TestFiles.inspect(file, FormatOptions.DEFAULTS))
                .hasMessageContaining("Maybe it is UTF-16");
    }

    @Test
    void utf16IsReadWhenTheSourceSaysSo() throws Exception {
        FileContent file = files.bytes("a.csv", "\uFEFFa\nÅ\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(rows(file, FormatOptions.DEFAULTS.withCharset(Charset.forName("UTF-16"))))
                .containsExactly("{\"a\":\"Å\"}");
    }

    @Test
    void aSingleLineOf50MegabytesIsUnreadableAndTheRestGoesOn() throws Exception {
        // Given
        Path file = folder.resolve("long.csv");
        try (BufferedWriter text = Files.newBufferedWriter(file)) {
            text.write("a,b\n1,2\n");
            fill(text, 'x');
            text.write("\n1,2\n");
        }
        // When
        List<FileRecord> records = records(TestFiles.at(file));
        // Then
        assertThat(records).extracting(FileRecord::isReadable).containsExactly(true, false, true);
        assertThat(records.get(1).raw().length()).isLessThan(5_000);
        assertThat(records.get(2).place()).isEqualTo(4);
    }

    @Test
    void aLineOf50MegabytesOfShortValuesIsUnreadableAndTheRestGoesOn() throws Exception {
        // Given
        Path file = folder.resolve("long.csv");
        try (BufferedWriter text = Files.newBufferedWriter(file)) {
            text.write("a,b\n");
            fill(text, ',');
            text.write("\n1,2\n");
        }
        // Then
        assertThat(records(TestFiles.at(file)))
                .extracting(FileRecord::isReadable)
                .containsExactly(false, true);
    }

    private static void fill(BufferedWriter text, char c) throws IOException {
        for (int i = 0; i < LONG_LINE; i++) {
            text.write(c);
        }
    }

    @Test
    void aQuoteThatIsNeverClosedCostsOneLineAndNotTheRest() throws Exception {
        // When
        List<FileRecord> records = records(files.text("a.csv", "a,b\n1,2\n\"open,2\n1,2\n1,2\n"));
        // Then
        assertThat(records).extracting(FileRecord::isReadable).containsExactly(true, false, true, true);
        assertThat(records).extracting(FileRecord::place).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void anEmptyFileHasNoRows() throws Exception {
        assertThat(records(files.text("a.csv", ""))).isEmpty();
    }

    @Test
    void aFileOfOnlyAHeaderHasNoRows() throws Exception {
        assertThat(records(files.text("a.csv", "a,b\n"))).isEmpty();
    }

    @Test
    void emptyLinesArePassedOver() throws Exception {
        assertThat(records(files.text("a.csv", "a,b\n\n1,2\n\n")))
                .extracting(FileRecord::place)
                .containsExactly(3L);
    }

    @Test
    void delimiterAndNamesOfColumnsCanBeSet() throws Exception {
        FormatOptions options = FormatOptions.DEFAULTS.withDelimiter(';').withColumns(false, List.of("a", "b"));
        assertThat(rows(files.text("a.csv", "1;2\n"), options)).containsExactly(A_AND_B);
    }

    @Test
    void aHeaderWithoutARequiredColumnIsRefused() throws Exception {
        FormatOptions options = FormatOptions.DEFAULTS.withColumns(true, List.of("price"));
        FileContent file = files.text("a.csv", "number;price\n1;2\n");
        assertThatThrownBy(() -> records(file, options))
                .hasMessageContaining("Its header has no column 'price', but number;price. Another file, or another"
                        + " delimiter than ','?");
    }

    @Test
    void aHeaderWithANameTwiceIsRefused() throws Exception {
        FileContent file = files.text("a.csv", "a,b,a\n");
        assertThatThrownBy(() -> records(file)).hasMessageContaining("names the column 'a' twice");
    }

    @Test
    void aFileWithBrokenQuotesInEachLineIsGivenUp() throws Exception {
        FileContent file = files.text("a.csv", "a,b\n" + "\"x\"y,2\n".repeat(CsvRecords.MOST_BROKEN + 1));
        assertThatThrownBy(() -> records(file)).hasMessageContaining("The quotes of more than 100 lines do not match.");
    }
}
