package io.d365hub.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 1: a 202 means that the message is on disk, journal synced. Shown by the system calls of the hub between a post
 * and its answer; killing the process cannot show it, because the system keeps what a dead process has written.
 */
class DurabilityIT {

    private static final int POSTS = 40;

    private static final Pattern SYNC = Pattern.compile("f(data)?sync\\(\\d+<[^>]*/broker/journal/[^>]*>");

    @TempDir
    Path folder;

    @BeforeAll
    static void strace() {
        Tools.require("strace", "apt-get install -y strace");
    }

    @Test
    void theJournalIsSyncedBetweenEachPostAndItsAnswer() throws Exception {
        try (HubProcess hub = traced().start()) {
            assertThat(syncsOfEachPost(hub)).hasSize(POSTS).allSatisfy(syncs -> assertThat(syncs)
                    .isPositive());
        }
    }

    @Test
    void theJournalIsNeverSyncedWhenTheSettingSaysSo() throws Exception {
        try (HubProcess hub = traced().with("HUB_BROKER_DATASYNC", "false").start()) {
            assertThat(syncsOfEachPost(hub)).hasSize(POSTS).containsOnly(0L);
        }
    }

    /** The tracer runs beside the hub, so that stopping the hub stops both. */
    private HubProcess traced() throws IOException {
        return FaultHub.in(folder)
                .under("strace", "-D", "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace().toString());
    }

    private Path trace() {
        return folder.resolve("trace");
    }

    /** How often the broker's journal was synced between each post and its 202, with nothing else under way. */
    private List<Long> syncsOfEachPost(HubProcess hub) throws Exception {
        FaultHub.suspend(hub);
        List<Long> syncs = new ArrayList<>();
        for (int i = 0; i < POSTS; i++) {
            long before = syncs();
            FaultHub.accepted(hub, FaultHub.message("K-" + i, i));
            syncs.add(syncs() - before);
        }
        return syncs;
    }

    private long syncs() throws IOException {
        try (Stream<String> lines = Files.lines(trace())) {
            return lines.filter(line -> SYNC.matcher(line).find()).count();
        }
    }
}
