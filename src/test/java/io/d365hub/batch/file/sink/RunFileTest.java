package io.d365hub.batch.file.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.RunState;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed process is one whose file is left as it is, and begun again by another object with the saved state. */
class RunFileTest {

    private static final String BATCH = "accounts.";
    private static final String STEM = BATCH + "20260302T060000Z.1a2b3c4d";
    private static final String OTHER_RUN = BATCH + "20260301T060000Z.99999999";

    @TempDir
    Path folder;

    private RunFile file(RowLines lines, long rollAt, List<String> columns) {
        return new RunFile("file", BATCH, STEM, new SinkOptions(new SinkFolder(folder), lines, columns, rollAt));
    }

    private RunFile ndjson() {
        return file(new NdjsonLines(), 0, List.of());
    }

    private static RunFile begun(RunFile file, Optional<ObjectNode> state) throws IOException {
        file.begin(state);
        return file;
    }

    private static ObjectNode row(int number) {
        return JsonNodeFactory.instance.objectNode().put("n", number);
    }

    private static void write(RunFile file, int... numbers) throws IOException {
        for (int number : numbers) {
            file.write(row(number));
        }
    }

    @Test
    void theFileAppearsWhenTheRunIsComplete() throws Exception {
        // Given
        RunFile file = begun(ndjson(), Optional.empty());
        write(file, 1, 2);
        file.flush();
        assertThat(folder.resolve(STEM + ".ndjson")).doesNotExist();
        // When
        file.end(RunState.COMPLETED);
        // Then
        assertThat(folder.resolve(STEM + ".ndjson")).hasContent("{\"n\":1}\n{\"n\":2}\n");
    }

    @Test
    void aKilledRunDoublesAndLosesNothing() throws Exception {
        // Given
        RunFile killed = begun(ndjson(), Optional.empty());
        write(killed, 1, 2);
        Optional<ObjectNode> saved = killed.flush();
        write(killed, 3, 4);
        killed.flush();
        // When
        RunFile again = begun(ndjson(), saved);
        write(again, 3, 4, 5);
        again.flush();
        again.end(RunState.COMPLETED);
        // Then
        assertThat(Files.readAllLines(folder.resolve(STEM + ".ndjson")))
                .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
    }

    @Test
    void aRunThatWasKilledBeforeItsFirstPositionBeginsItsFileAnew() throws Exception {
        // Given
        RunFile killed = begun(ndjson(), Optional.empty());
        write(killed, 1, 2);
        killed.flush();
        // When
        RunFile again = begun(ndjson(), Optional.empty());
        write(again, 1);
        again.flush();
        again.end(RunState.COMPLETED);
        // Then
        assertThat(folder.resolve(STEM + ".ndjson")).hasContent("{\"n\":1}\n");
    }

    @Test
    void aRunThatIsStoppedGoesOnInTheSameFile() throws Exception {
        // Given
        RunFile stopped = begun(ndjson(), Optional.empty());
        write(stopped, 1);
        Optional<ObjectNode> saved = stopped.flush();
        stopped.end(RunState.STOPPED);
        // When
        RunFile again = begun(ndjson(), saved);
        write(again, 2);
        again.flush();
        again.end(RunState.COMPLETED);
        // Then
        assertThat(folder.resolve(STEM + ".ndjson")).hasContent("{\"n\":1}\n{\"n\":2}\n");
    }

    @Test
    void anUnfinishedFileOfAnEarlierRunIsPutAside() throws Exception {
        // Given
        Files.writeString(folder.resolve(OTHER_RUN + ".ndjson.part"), "{}\n");
        Files.writeString(folder.resolve("accounts-eu.20260301T060000Z.99999999.ndjson.part"), "{}\n");
        // When
        begun(ndjson(), Optional.empty());
        // Then
        assertThat(folder.toFile().list())
                .as("and that of another batch is left alone")
                .containsExactlyInAnyOrder(
                        OTHER_RUN + ".ndjson.abandoned", "accounts-eu.20260301T060000Z.99999999.ndjson.part");
    }

    @Test
    void rowsGoOnInAnotherFileFromALengthOn() throws Exception {
        // Given
        RunFile file = begun(file(new NdjsonLines(), 10, List.of()), Optional.empty());
        // When
        write(file, 1, 2, 3);
        file.flush();
        file.end(RunState.COMPLETED);
        // Then
        assertThat(folder.resolve(STEM + "-001.ndjson")).hasContent("{\"n\":1}\n{\"n\":2}\n");
        assertThat(folder.resolve(STEM + "-002.ndjson")).hasContent("{\"n\":3}\n");
    }

    @Test
    void aPartThatWasBegunAfterTheSavedPositionIsWrittenAnew() throws Exception {
        // Given
        RunFile killed = begun(file(new NdjsonLines(), 10, List.of()), Optional.empty());
        write(killed, 1);
        Optional<ObjectNode> saved = killed.flush();
        write(killed, 2, 3);
        killed.flush();
        // When
        RunFile again = begun(file(new NdjsonLines(), 10, List.of()), saved);
        write(again, 2, 3);
        again.flush();
        again.end(RunState.COMPLETED);
        // Then
        assertThat(folder.resolve(STEM + "-001.ndjson")).hasContent("{\"n\":1}\n{\"n\":2}\n");
        assertThat(folder.resolve(STEM + "-002.ndjson")).hasContent("{\"n\":3}\n");
    }

    @Test
    void aFileThatWasChangedBehindOurBackIsNotGoneOnWith() throws Exception {
        // Given
        RunFile killed = begun(ndjson(), Optional.empty());
        write(killed, 1);
        Optional<ObjectNode> saved = killed.flush();
        Files.writeString(folder.resolve(STEM + ".ndjson.part"), "");
        // Then
        assertThatThrownBy(() -> begun(ndjson(), saved)).hasMessageContaining("somebody changed it");
    }

    @Test
    void csvHasAHeaderQuotesAndPlainDecimals() throws Exception {
        // Given
        RunFile file = begun(file(new CsvLines(','), 0, List.of()), Optional.empty());
        ObjectNode row = row(1).put("name", "Kettle, \"blue\"").put("price", new BigDecimal("1E+3"));
        row.putNull("none");
        // When
        file.write(row);
        file.flush();
        file.end(RunState.COMPLETED);
        // Then
        assertThat(Files.readString(folder.resolve(STEM + ".csv")))
                .isEqualTo("n,name,price,none\r\n1,\"Kettle, \"\"blue\"\"\",1000,\r\n");
    }

    @Test
    void csvKeepsItsColumnsOverACrash() throws Exception {
        // Given
        RunFile killed = begun(file(new CsvLines(','), 0, List.of()), Optional.empty());
        killed.write(row(1).put("b", 2));
        Optional<ObjectNode> saved = killed.flush();
        // When
        RunFile again = begun(file(new CsvLines(','), 0, List.of()), saved);
        again.write(JsonNodeFactory.instance.objectNode().put("b", 4).put("n", 3));
        again.flush();
        again.end(RunState.COMPLETED);
        // Then
        assertThat(folder.resolve(STEM + ".csv")).hasContent("n,b\r\n1,2\r\n3,4\r\n");
    }

    @Test
    void aRowWithAColumnThatTheFileHasNotIsRefused() throws Exception {
        // Given
        RunFile file = begun(file(new CsvLines(','), 0, List.of("n")), Optional.empty());
        // Then
        assertThatThrownBy(() -> file.write(row(1).put("extra", 2)))
                .isInstanceOfSatisfying(
                        FileSinkException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.REFUSED));
    }

    @Test
    void aFullDiskPausesAndLeavesNoHalfLine() throws Exception {
        // Given
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder.toString()), "a disk can be mounted");
        try {
            RunFile file = begun(ndjson(), Optional.empty());
            int written = 0;
            FileSinkException full = null;
            while (full == null) {
                try {
                    write(file, written);
                    written++;
                } catch (FileSinkException e) {
                    full = e;
                }
            }
            assertThat(full.failure().kind()).isEqualTo(FailureKind.THROTTLED);
            // When
            assertThat(run("mount", "-o", "remount,size=2m", folder.toString())).isTrue();
            write(file, written);
            file.flush();
            file.end(RunState.COMPLETED);
            // Then
            List<String> lines = Files.readAllLines(folder.resolve(STEM + ".ndjson"));
            assertThat(lines).hasSize(written + 1);
            assertThat(lines.get(written)).isEqualTo("{\"n\":" + written + "}");
        } finally {
            run("umount", "-l", folder.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
