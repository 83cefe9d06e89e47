package io.d365hub.batch.file.format;

import static io.d365hub.batch.file.format.TestFiles.records;
import static io.d365hub.batch.file.format.TestFiles.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonAndXmlTest {

    private static final int LONG_LINE = 50 << 20;

    @TempDir
    Path folder;

    private TestFiles files;

    @BeforeEach
    void folder() {
        files = new TestFiles(folder);
    }

    @Test
    void decimalsKeepTheirDigits() throws Exception {
        assertThat(rows(files.text("a.ndjson", "{\"price\":12.50}\n"))).containsExactly("{\"price\":12.50}");
    }

    @Test
    void anNdjsonLineThatIsNoJsonIsUnreadableAndTheRestGoesOn() throws Exception {
        // When
        List<FileRecord> records =
                records(files.text("a.ndjson", "{\"a\":1}\r\n\r\n{oops\r\n[1]\r\n{\"a\":2} x\r\n{\"a\":3}"));
        // Then
        assertThat(records).extracting(FileRecord::isReadable).containsExactly(true, false, false, false, true);
        assertThat(records).extracting(FileRecord::place).containsExactly(1L, 3L, 4L, 5L, 6L);
        assertThat(records.get(1).failure().why())
                .startsWith("It is not valid JSON")
                .doesNotContain("oops");
    }

    @Test
    void aLineOf50MegabytesOfNdjsonIsUnreadableAndTheRestGoesOn() throws Exception {
        // Given
        byte[] line = new byte[LONG_LINE];
        java.util.Arrays.fill(line, (byte) 'x');
        Path file = Files.write(folder.resolve("a.ndjson"), line);
        Files.writeString(file, "\n{\"a\":1}\n", java.nio.file.StandardOpenOption.APPEND);
        // Then
        assertThat(records(TestFiles.at(file)))
                .extracting(FileRecord::isReadable)
                .containsExactly(false, true);
    }

    @Test
    void theArrayAtThePointerIsRead() throws Exception {
        FileContent file =
                files.text("a.json", "\uFEFF{\"meta\":{\"value\":[0]},\"data\":[7,{\"value\":[{\"a\":1},{\"a\":2}]}]}");
        assertThat(rows(file, FormatOptions.DEFAULTS.withPointer("/data/1/value")))
                .containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void aPointerToNothingIsRefused() throws Exception {
        FileContent file = files.text("a.json", "{\"value\":[]}");
        assertThatThrownBy(() -> records(file, FormatOptions.DEFAULTS.withPointer("/rows")))
                .hasMessageContaining("There is nothing at '/rows'.");
    }

    @Test
    void aValueThatIsNoObjectIsUnreadableAndTheRestGoesOn() throws Exception {
        FileContent file = files.text("a.json", "[{\"a\":1},17,{\"b\":{\"a\":1,\"a\":2}},{\"a\":{\"b\":2}}]");
        assertThat(records(file)).extracting(FileRecord::isReadable).containsExactly(true, false, false, true);
    }

    @Test
    void brokenJsonGivesUpTheRestOfTheFile() throws Exception {
        // Given
        FileContent file = files.text("a.json", "[{\"a\":1},{\"a\":");
        // When
        try (RecordReader reader = FileFormat.JSON.open(file, FormatOptions.DEFAULTS)) {
            reader.next();
            // Then
            assertThatThrownBy(reader::next)
                    .isInstanceOf(FileRefusedException.class)
                    .hasMessageContaining("The rest of a.json was not read, from record 2 on.");
        }
    }

    @Test
    void aJsonRecordBeyondTheLimitGivesUpTheRestOfTheFile() throws Exception {
        FileContent file = files.text("a.json", "[{\"a\":[" + "1,".repeat(200_000) + "1]}]");
        assertThatThrownBy(() -> records(file, FormatOptions.DEFAULTS.withRecordLimit(100_000)))
                .hasMessageContaining("longer than 100000 characters");
    }

    /** Without line ends, as JSON documents are. */
    private FileContent jsonWithTextOf50Megabytes() throws Exception {
        Path file = Files.writeString(folder.resolve("long.json"), "[{\"a\":1},{\"a\":\"");
        byte[] text = new byte[1 << 20];
        Arrays.fill(text, (byte) 'x');
        for (int i = 0; i < 50; i++) {
            Files.write(file, text, StandardOpenOption.APPEND);
        }
        Files.writeString(file, "\"},{\"a\":3}]", StandardOpenOption.APPEND);
        return TestFiles.at(file);
    }

    @Test
    void aTextOf50MegabytesInJsonGivesUpTheRestOfTheFileAndSaysWhy() throws Exception {
        FileContent file = jsonWithTextOf50Megabytes();
        try (RecordReader reader = FileFormat.JSON.open(file, FormatOptions.DEFAULTS)) {
            assertThat(reader.next().row().path("a").asInt()).isEqualTo(1);
            assertThatThrownBy(reader::next)
                    .isInstanceOf(FileRefusedException.class)
                    .hasMessageContaining("The rest of long.json was not read")
                    .hasMessageContaining("recordLimit");
        }
    }

    @Test
    void aTextOf50MegabytesInJsonIsNotHeldInMemory() throws Exception {
        // Given
        FileContent file = jsonWithTextOf50Megabytes();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        // When
        try (RecordReader reader = FileFormat.JSON.open(file, FormatOptions.DEFAULTS)) {
            reader.next();
            assertThatThrownBy(reader::next).isInstanceOf(FileRefusedException.class);
        }
        // Then: all that was ever taken from the heap is less than the text alone
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(LONG_LINE);
    }

    @Test
    void anEmptyJsonFileHasNoRows() throws Exception {
        assertThat(records(files.text("a.json", ""))).isEmpty();
    }

    @Test
    void xmlElementsBecomeRows() throws Exception {
        // Given
        FileContent file = files.text("a.xml", """
                <?xml version="1.0"?>
                <p:prices xmlns:p="urn:p"><head/>
                  <p:item nr="1"><price cur="SEK">12.50</price><tag>a</tag><tag><![CDATA[b&c]]></tag></p:item>
                  <p:item nr="2"/>
                </p:prices>""");
        // Then
        assertThat(rows(file, FormatOptions.DEFAULTS.withRecordElement("item")))
                .containsExactly(
                        "{\"@nr\":\"1\",\"price\":{\"@cur\":\"SEK\",\"#text\":\"12.50\"},\"tag\":[\"a\",\"b&c\"]}",
                        "{\"@nr\":\"2\"}");
    }

    @Test
    void xmlSaysItsOwnCharset() throws Exception {
        FileContent file = files.bytes(
                "a.xml",
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><l><i><n>Köln</n></i></l>"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(rows(file)).containsExactly("{\"n\":\"Köln\"}");
    }

    @Test
    void xmlWithExternalEntitiesIsRefusedAndNothingIsFetched() throws Exception {
        // Given
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        FileContent file = files.text(
                "a.xml", "<!DOCTYPE l [<!ENTITY s SYSTEM \"" + secret.toUri() + "\">]><l><i><n>&s;</n></i></l>");
        // Then
        assertThatThrownBy(() -> records(file))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("document type declaration");
    }

    @Test
    void xmlWithABillionLaughsIsRefused() throws Exception {
        FileContent file =
                files.text("a.xml", "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><l><i>&b;</i></l>");
        assertThatThrownBy(() -> records(file)).hasMessageContaining("document type declaration");
    }

    @Test
    void brokenXmlGivesUpTheRestWithItsLineAndWithoutItsWords() throws Exception {
        FileContent file = files.text("a.xml", "<l>\n<i/>\n<i><secret></i></l>");
        assertThatThrownBy(() -> records(file))
                .hasMessageContaining("behind record 2")
                .hasMessageContaining("at line 3")
                .hasMessageNotContaining("secret");
    }
}
