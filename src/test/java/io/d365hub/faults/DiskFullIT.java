package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.HubProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No room for messages: posts are refused in time, the hub never hangs, and what was accepted is delivered later. */
class DiskFullIT {

    /** The 2 s of the contract, and the time that a busy machine takes for a refusal. */
    private static final Duration ANSWERED = Duration.ofSeconds(3);

    private static final int KILOBYTES = 200;
    private static final String LARGE = "x".repeat(KILOBYTES * 1024);
    private static final int MOST_POSTS = 2000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"HUB_BROKER_DISK_LIMIT", "HUB_PUSH_DISK_LIMIT"})
    void postsAreRefusedInTimeAboveTheDiskLimitAndWhatWasAcceptedIsDeliveredOnceThereIsRoom(String limit)
            throws Exception {
        try (HubProcess roomy = FaultHub.in(folder);
                HubProcess full = FaultHub.in(folder).with(limit, "0")) {
            // Given
            roomy.start();
            FaultHub.suspend(roomy);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add(FaultHub.accepted(roomy, FaultHub.message("K-" + i, i)));
            }
            assertThat(roomy.stop()).isZero();

            // When
            full.start();
            List<Duration> took = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                long asked = System.nanoTime();
                HttpResponse<String> answer = full.push(FaultHub.STOCK, FaultHub.message("K-" + i, i + 100));

                took.add(Duration.ofNanos(System.nanoTime() - asked));

                // Then
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
            }
            // A machine that stands still for a moment makes one or the other late; a hub that waits makes all late.
            assertThat(took.stream().filter(each -> each.compareTo(ANSWERED) < 0))
                    .as("%s", took)
                    .hasSizeGreaterThanOrEqualTo(15);
            assertThat(full.stop()).as(full.output()).isZero();
            roomy.start();
            FaultHub.resume(roomy);
            FaultHub.awaitDrained(roomy);
            Map<String, String> states = FaultHub.states(roomy);
            assertThat(states).containsOnlyKeys(ids).allSatisfy((id, state) -> assertThat(state)
                    .isEqualTo("DELIVERED"));
        }
    }

    @Test
    void aHubWhoseJournalCannotBeWrittenExitsWithThreeAndLosesNothingThatItAccepted() throws Exception {
        Path disk = folder.resolve("small");
        try (SmallDisk small = SmallDisk.mount(disk, 96);
                HubProcess hub =
                        FaultHub.in(disk).with("HUB_BROKER_DISK_LIMIT", "101").with("HUB_PUSH_DISK_LIMIT", "101")) {
            // Given
            hub.start();
            FaultHub.suspend(hub);

            // When
            List<String> ids = fill(hub);
            int exitCode = hub.awaitExit(FaultHub.PATIENCE);

            // Then
            assertThat(ids).hasSizeGreaterThan(20);
            assertThat(exitCode).as(hub.output()).isEqualTo(3);
            assertThat(hub.output()).contains("Nothing that was acknowledged is lost");
            small.grow(1024);
            hub.start();
            FaultHub.resume(hub);
            FaultHub.awaitDrained(hub);
            assertThat(FaultHub.states(hub).keySet()).containsAll(ids);
            assertThat(hub.stop()).isZero();
        }
    }

    /** Posts until the hub ends; the ids of those that were accepted. */
    private static List<String> fill(HubProcess hub) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_POSTS && hub.isAlive(); i++) {
                HttpResponse<String> answer =
                        hub.push(FaultHub.STOCK, FaultHub.message("K-" + i % 40, i, "name\",\"ballast\":\"" + LARGE));
                if (answer.statusCode() == 202) {
                    ids.add(FaultHub.id(answer));
                } else {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                }
            }
        } catch (IOException e) {
            // The hub ends: its answers end too.
        }
        return ids;
    }

    /** A file system in memory that is soon full. */
    private record SmallDisk(Path folder) implements AutoCloseable {

        static SmallDisk mount(Path folder, int megabytes) throws Exception {
            Files.createDirectories(folder);
            Tools.require(
                    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()),
                    "a small disk cannot be mounted. Run the tests as root, where mounting is allowed.");
            return new SmallDisk(folder);
        }

        void grow(int megabytes) throws Exception {
            assertThat(run("mount", "-o", "remount,size=" + megabytes + "m", folder.toString()))
                    .isTrue();
        }

        @Override
        public void close() throws Exception {
            run("umount", "-l", folder.toString());
        }

        private static boolean run(String... command) throws Exception {
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
