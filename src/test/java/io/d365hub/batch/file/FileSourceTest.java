package io.d365hub.batch.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunCounts;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.SourceRow;
import io.d365hub.batch.StartPoint;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

    @TempDir
    static Path state;

    private static HubDatabase database;

    @TempDir
    Path folder;

    private FileBatch batch;

    private FileBatch batch(String options) throws Exception {
        batch = FileBatch.in(database, folder, options);
        return batch;
    }

    @BeforeAll
    static void openDatabase() {
        database = HubDatabase.open(DatabaseSettings.embedded(state));
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @AfterEach
    void close() {
        batch.close();
    }

    @Test
    void theFilesOfARunAreReadInTheOrderOfTheirNamesAndThenArchived() throws Exception {
        // Given
        batch("").file("b.csv", "a\n3\n");
        batch.file("a.csv", "a\n1\n2\n");
        // When
        assertThat(batch.run()).containsExactly("1", "2", "3");
        // Then
        assertThat(batch.names("archive")).containsExactly("a.csv", "b.csv");
    }

    @Test
    void theFilesOfARunAreReadInTheOrderOfTheirTimeWhenAskedFor() throws Exception {
        // Given
        batch("&order=modified").written("a.csv", "a\n2\n", batch.now().minus(Duration.ofHours(1)));
        batch.written("b.csv", "a\n1\n", batch.now().minus(Duration.ofHours(2)));
        // Then
        assertThat(batch.run()).containsExactly("1", "2");
    }

    @Test
    void filesStayWhereTheyAreUntilTheirRowsAreSettled() throws Exception {
        // Given
        batch("").file("a.csv", "a\n1\n");
        // When
        try (RowReader reader = batch.open(StartPoint.BEGINNING)) {
            FileBatch.rest(reader);
            // Then
            assertThat(batch.names("")).containsExactly("a.csv");
        }
    }

    @Test
    void rowsSayWhereTheyStand() throws Exception {
        // Given
        batch("").file("a.csv", "a\n1\n");
        // When
        try (RowReader reader = batch.open(StartPoint.BEGINNING)) {
            // Then
            assertThat(reader.next().place()).isEqualTo("line 2 of a.csv");
        }
    }

    @Test
    void onlyFilesOfThePatternsAreTaken() throws Exception {
        // Given
        batch("&include=p-*.csv&exclude=p-x*").file("p-1.csv", "a\n1\n");
        batch.file("q.csv", "a\n2\n");
        batch.file("p-x.csv", "a\n3\n");
        // Then
        assertThat(batch.run()).containsExactly("1");
    }

    @Test
    void filesThatAreBeingUploadedUnderATemporaryNameAreNotTaken() throws Exception {
        // Given
        batch("").file("a.csv.part", "a\n1\n");
        batch.file(".a.csv", "a\n1\n");
        // Then
        assertThat(batch.run()).isEmpty();
    }

    @Test
    void aFileThatWasWrittenLatelyIsTakenWhenItHasSettled() throws Exception {
        // Given
        batch("&settle=10s").written("a.csv", "a\n1\n", batch.now());
        // When
        assertThat(batch.run()).containsExactly("1");
        // Then
        assertThat(batch.now()).isEqualTo(FileBatch.START.plusSeconds(10));
    }

    @Test
    void aFileThatIsStillBeingWrittenIsLeftToTheNextRun() throws Exception {
        // Given
        Path file = batch("").written("a.csv", "a\n1\n", batch.now());
        batch.whileItWaits = () -> append(file, "2\n");
        // When
        assertThat(batch.run()).isEmpty();
        // Then
        batch.whileItWaits = () -> {};
        assertThat(batch.run()).containsExactly("1", "2");
    }

    @Test
    void withMarkersAFileIsTakenWhenItsMarkerIsThere() throws Exception {
        // Given
        batch("&marker=.done").file("a.csv", "a\n1\n");
        assertThat(batch.run()).isEmpty();
        // When
        batch.file("a.csv.done", "");
        // Then
        assertThat(batch.run()).containsExactly("1");
        assertThat(batch.names("")).isEmpty();
    }

    @Test
    void aFileThatGrowsWhileItIsReadIsReadAgainAsAWhole() throws Exception {
        // Given
        Path file = batch("").file("a.csv", "a\n1\n2\n");
        // When
        try (RowReader reader = batch.open(StartPoint.BEGINNING)) {
            reader.next();
            append(file, "3\n");
            assertThat(FileBatch.rest(reader)).as("what it had").containsExactly("2");
            reader.settled(RunCounts.NONE);
        }
        // Then
        assertThat(batch.names("")).containsExactly("a.csv");
        assertThat(batch.run()).containsExactly("1", "2", "3");
    }

    private void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
            Files.setLastModifiedTime(file, FileTime.from(batch.now().minusSeconds(30)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aKilledRunGoesOnWithinTheFile() throws Exception {
        // Given
        batch("").file("a.csv", "a\n1\n2\n3\n");
        batch.file("b.csv", "a\n4\n");
        ObjectNode position = batch.killedAfter(2);
        // When
        assertThat(batch.run(StartPoint.withinRun(position))).containsExactly("3", "4");
        // Then
        assertThat(batch.names("archive")).containsExactly("a.csv", "b.csv");
    }

    @Test
    void aFileThatCameBeforeTheInterruptedOneIsNotOverlooked() throws Exception {
        // Given
        batch("").file("b.csv", "a\n1\n2\n");
        ObjectNode position = batch.killedAfter(1);
        batch.file("a.csv", "a\n3\n");
        // Then
        assertThat(batch.run(StartPoint.withinRun(position))).containsExactly("2", "3");
    }

    @Test
    void filesBeforeTheInterruptedOneAreNotReadAgain() throws Exception {
        // Given
        batch("").file("a.csv", "a\n1\n");
        batch.file("b.csv", "a\n2\n3\n");
        ObjectNode position = batch.killedAfter(2);
        // When
        assertThat(batch.run(StartPoint.withinRun(position))).containsExactly("3");
        // Then
        assertThat(batch.names("archive")).containsExactly("a.csv", "b.csv");
    }

    @Test
    void aFileThatWasWrittenAnewDuringTheInterruptionIsReadFromItsBeginningAndSaidSo() throws Exception {
        // Given
        batch("").file("a.csv", "a\n1\n2\n");
        ObjectNode position = batch.killedAfter(1);
        batch.file("a.csv", "a\n7\n8\n");
        // Then
        assertThat(batch.run(StartPoint.withinRun(position))).containsExactly("?", "7", "8");
    }

    @Test
    void aRunThatWasKilledBeforeItArchivedDoesSoLaterWithoutReadingAgain() throws Exception {
        // Given
        batch("").file("a.csv", "a\n1\n");
        ObjectNode end = batch.killedBeforeSettled().orElseThrow();
        // When
        assertThat(batch.run(StartPoint.afterRun(end))).isEmpty();
        // Then
        assertThat(batch.names("archive")).containsExactly("a.csv");
    }

    @Test
    void theSameContentAgainIsNotReadAgain() throws Exception {
        // Given
        batch("").file("a.csv", "a\n1\n");
        batch.run();
        // When
        batch.file("a.csv", "a\n1\n");
        // Then
        assertThat(batch.run()).isEmpty();
        assertThat(batch.names("archive")).hasSize(2).contains("a.csv");
    }

    @Test
    void oldContentThatComesBackAfterAnotherIsRead() throws Exception {
        // Given
        for (String price : new String[] {"1", "2"}) {
            batch = batch == null ? batch("") : batch;
            batch.file("a.csv", "a\n" + price + "\n");
            batch.run();
        }
        // When
        batch.file("a.csv", "a\n1\n");
        // Then
        assertThat(batch.run()).as("the price went back").containsExactly("1");
    }

    @Test
    void contentIsForgottenWhenItsTimeIsOver() throws Exception {
        // Given
        batch("&archive=&remember=1s").file("a.csv", "a\n1\n");
        batch.file("b.csv", "a\n2\n");
        ObjectNode end = batch.killedBeforeSettled().orElseThrow();
        assertThat(batch.run(StartPoint.afterRun(end))).isEmpty();
        // When
        batch.passes(Duration.ofHours(1));
        // Then
        assertThat(batch.run(StartPoint.afterRun(end)))
                .as("the last one keeps its number, and so its content")
                .containsExactly("1");
    }

    @Test
    void aFullRunReadsKnownContentToo() throws Exception {
        // Given
        batch("&archive=").file("a.csv", "a\n1\n");
        batch.run();
        // When
        RunRequest full = new RunRequest(RunRequest.Trigger.OPERATOR, true, Optional.empty(), Optional.empty(), false);
        // Then
        assertThat(batch.run(StartPoint.BEGINNING, full)).containsExactly("1");
    }

    @Test
    void aDryRunMovesAndRemembersNothing() throws Exception {
        // Given
        batch("").file("a.csv", "a\n1\n");
        RunRequest dry = new RunRequest(RunRequest.Trigger.OPERATOR, false, Optional.empty(), Optional.empty(), true);
        // When
        assertThat(batch.run(StartPoint.BEGINNING, dry)).containsExactly("1");
        // Then
        assertThat(batch.names("")).containsExactly("a.csv");
        assertThat(batch.run()).containsExactly("1");
    }

    @Test
    void aFileThatCannotBeReadIsOneUnreadableRowAndGoesToTheFailedFolder() throws Exception {
        // Given
        batch("").file("a.json", "{\"a\":");
        batch.file("b.csv", "a\n1\n");
        // When
        assertThat(batch.run()).containsExactly("?", "1");
        // Then
        assertThat(batch.names("failed")).containsExactly("a.json");
        assertThat(batch.names("archive")).containsExactly("b.csv");
    }

    @Test
    void aFileOfAnUnknownKindIsSaid() throws Exception {
        // Given
        batch("").file("a.pdf", "x");
        // When
        try (RowReader reader = batch.open(StartPoint.BEGINNING)) {
            SourceRow row = reader.next();
            // Then
            assertThat(row.failure().orElseThrow().mend()).contains("set format of the source");
        }
    }

    @Test
    void anEmptyFileIsReadAndArchived() throws Exception {
        // Given
        batch("").file("a.csv", "");
        // When
        assertThat(batch.run()).isEmpty();
        // Then
        assertThat(batch.names("archive")).containsExactly("a.csv");
    }

    @Test
    void aFullDiskOfTheArchiveLosesNothingAndNothingIsReadTwice() throws Exception {
        // Given
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()), "a disk can be mounted");
        try {
            String rows = "1\n".repeat(50_000);
            batch("&archive=" + disk).file("a.csv", "a\n" + rows);
            Files.write(disk.resolve("filler"), new byte[32 << 10]);
            // When
            assertThat(batch.run()).hasSize(50_000);
            // Then
            assertThat(batch.names("")).as("it is still there, and whole").containsExactly("a.csv");
            assertThat(disk.toFile().list()).as("no half copy").containsExactly("filler");
            // When
            assertThat(run("mount", "-o", "remount,size=1m", disk.toString())).isTrue();
            // Then
            assertThat(batch.run()).as("nothing is read twice").isEmpty();
            assertThat(Files.size(disk.resolve("a.csv"))).isEqualTo(rows.length() + 2L);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Test
    void anArchiveThatCannotBeMadeLosesNothingAndIsNotReadTwice() throws Exception {
        // Given
        Path noFolder = Files.writeString(folder.resolve("archive"), "no folder");
        batch("&archive=" + noFolder).file("a.csv", "a\n1\n");
        assertThat(batch.run()).containsExactly("1");
        // When
        Files.delete(noFolder);
        // Then
        assertThat(batch.run()).isEmpty();
        assertThat(noFolder.resolve("a.csv")).exists();
    }

    @Test
    void aMissingFolderIsAWrongSetUp() throws Exception {
        // Given
        batch("");
        Files.delete(batch.drop());
        // Then
        assertThatThrownBy(() -> batch.open(StartPoint.BEGINNING)).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(FailureKind.MISCONFIGURED);
            assertThat(e.failure().why()).isEqualTo("There is no such folder.");
        });
    }

    @Test
    void aRangeIsRefused() throws Exception {
        // Given
        batch("");
        RunRequest range =
                new RunRequest(RunRequest.Trigger.OPERATOR, false, Optional.of("1"), Optional.empty(), false);
        // Then
        assertThatThrownBy(() -> batch.source().open(StartPoint.BEGINNING, range))
                .hasMessageContaining("A range cannot be chosen from files.");
    }
}
