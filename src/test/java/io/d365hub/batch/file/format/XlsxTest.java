package io.d365hub.batch.file.format;

import static io.d365hub.batch.file.format.TestFiles.records;
import static io.d365hub.batch.file.format.TestFiles.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks as Excel writes them (ECMA-376); style 1 is a date, 2 a date with time, 3 a number format with words. */
class XlsxTest {

    private static final String HEADER =
            "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>b</t></is></c></row>";

    @TempDir
    Path folder;

    @Test
    void formulasAreReadByTheirStoredResult() throws Exception {
        assertThat(
                        rows(
                                workbook(
                                        "<row r='2'><c r='A2'><f>1+2</f><v>3</v></c><c r='B2' t='str'><f>\"x\"&amp;1</f><v>x1</v></c></row>")))
                .containsExactly("{\"a\":3,\"b\":\"x1\"}");
    }

    @Test
    void datesBecomeIsoDates() throws Exception {
        assertThat(rows(workbook(
                        "<row r='2'><c r='A2' s='1'><v>45292</v></c><c r='B2' s='2'><v>45292.75</v></c></row>")))
                .containsExactly("{\"a\":\"2024-01-01\",\"b\":\"2024-01-01T18:00:00\"}");
    }

    @Test
    void formulasOfDatesBecomeIsoDates() throws Exception {
        assertThat(rows(workbook("<row r='2'><c r='A2' s='1'><f>TODAY()</f><v>45292</v></c></row>")))
                .containsExactly("{\"a\":\"2024-01-01\",\"b\":null}");
    }

    @Test
    void numbersAreWhatExcelShowsAndNotTheirBinaryNoise() throws Exception {
        assertThat(rows(workbook(
                        "<row r='2'><c r='A2'><v>0.30000000000000004</v></c><c r='B2' s='3'><v>12.5</v></c></row>"
                                + "<row r='3'><c r='A3'><v>1E+3</v></c><c r='B3'><v>123456789012345</v></c></row>")))
                .containsExactly("{\"a\":0.3,\"b\":12.5}", "{\"a\":1000,\"b\":123456789012345}");
    }

    @Test
    void truthValuesAndEmptyCellsAreKept() throws Exception {
        assertThat(rows(workbook("<row r='2'><c r='B2' t='b'><v>1</v></c></row>")))
                .containsExactly("{\"a\":null,\"b\":true}");
    }

    @Test
    void aCellInErrorMakesItsRowUnreadableAndTheRestGoesOn() throws Exception {
        // When
        List<FileRecord> records = records(workbook("<row r='2'><c r='A2' t='e'><f>1/0</f><v>#DIV/0!</v></c></row>"
                + "<row r='3'><c r='A3'><v>1</v></c></row>"));
        // Then
        assertThat(records).extracting(FileRecord::isReadable).containsExactly(false, true);
        assertThat(records.get(0).failure().why()).isEqualTo("Cell A2 holds the error #DIV/0!.");
    }

    @Test
    void aFormulaWithoutStoredResultMakesItsRowUnreadable() throws Exception {
        assertThat(records(workbook("<row r='2'><c r='A2'><f>1+2</f></c></row>"))
                        .get(0)
                        .failure()
                        .why())
                .startsWith("Cell A2 holds a formula whose result was never stored");
    }

    @Test
    void emptyRowsArePassedOverAndRowsKeepTheirNumber() throws Exception {
        assertThat(records(workbook("<row r='2'><c r='A2' s='1'/></row><row r='7'><c r='A7'><v>1</v></c></row>")))
                .extracting(FileRecord::place)
                .containsExactly(7L);
    }

    @Test
    void aValueBesideTheHeadersColumnsMakesItsRowUnreadable() throws Exception {
        assertThat(records(workbook("<row r='2'><c r='C2'><v>1</v></c></row>"))
                        .get(0)
                        .failure()
                        .why())
                .isEqualTo("It has a value in a column beyond the 2 of the header.");
    }

    @Test
    void theSheetIsChosenByItsName() throws Exception {
        FileContent file = workbook("<row r='2'><c r='A2'><v>1</v></c></row>");
        assertThatThrownBy(() -> records(file, FormatOptions.DEFAULTS.withSheet("Other", 1)))
                .hasMessageContaining("It has no sheet 'Other', but Prices.");
    }

    @Test
    void externalEntitiesAreNotRead() throws Exception {
        // Given
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        FileContent file = workbook(
                "<!DOCTYPE x [<!ENTITY s SYSTEM \"" + secret.toUri() + "\">]>",
                "<row r='2'><c r='A2' t='inlineStr'><is><t>&s;</t></is></c></row>");
        // Then
        assertThatThrownBy(() -> assertThat(rows(file)).noneMatch(row -> row.contains("secret")))
                .isInstanceOf(FileRefusedException.class);
    }

    @Test
    void whatIsNoWorkbookIsRefused() throws Exception {
        FileContent file = new TestFiles(folder).text("a.xlsx", "a,b\n");
        assertThatThrownBy(() -> records(file)).hasMessageContaining("It is no XLSX workbook");
    }

    private FileContent workbook(String rows) throws IOException {
        return workbook("", rows);
    }

    private FileContent workbook(String prologue, String rows) throws IOException {
        Path file = folder.resolve("prices.xlsx");
        String main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        String relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        String types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            part(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
                            + "<Override PartName='/xl/workbook.xml' ContentType='" + types + "sheet.main+xml'/>"
                            + "<Override PartName='/xl/worksheets/sheet1.xml' ContentType='" + types
                            + "worksheet+xml'/>"
                            + "<Override PartName='/xl/styles.xml' ContentType='" + types + "styles+xml'/>"
                            + "<Override PartName='/xl/sharedStrings.xml' ContentType='" + types
                            + "sharedStrings+xml'/></Types>");
            part(
                    zip,
                    "xl/workbook.xml",
                    "<workbook xmlns='" + main + "' xmlns:r='" + relations
                            + "'><sheets><sheet name='Prices' sheetId='1' r:id='rId1'/></sheets></workbook>");
            part(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
                            + "<Relationship Id='rId1' Type='" + relations
                            + "/worksheet' Target='worksheets/sheet1.xml'/></Relationships>");
            part(
                    zip,
                    "xl/styles.xml",
                    "<styleSheet xmlns='" + main
                            + "'><numFmts count='1'><numFmt numFmtId='164' formatCode='0.0&quot; days&quot;'/>"
                            + "</numFmts><cellXfs count='4'><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/>"
                            + "<xf numFmtId='164'/></cellXfs></styleSheet>");
            part(zip, "xl/sharedStrings.xml", "<sst xmlns='" + main + "'><si><t>a</t></si></sst>");
            part(
                    zip,
                    "xl/worksheets/sheet1.xml",
                    prologue + "<worksheet xmlns='" + main + "'><sheetData>" + HEADER + rows
                            + "</sheetData></worksheet>");
        }
        return TestFiles.at(file);
    }

    private static void part(ZipOutputStream zip, String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(xml.getBytes(StandardCharsets.UTF_8));
    }
}
