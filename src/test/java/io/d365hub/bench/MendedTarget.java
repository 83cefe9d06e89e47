package io.d365hub.bench;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A step inside the hub's process: refuses orders, for 200 causes, until the file of {@link #FILE} exists. */
public final class MendedTarget implements Processor {

    /** System property of the hub. */
    static final String FILE = "bench.mended";

    private static final int CAUSES = 200;
    private static final int GOOD_EVERY = 10;
    private static final Path MENDED = Path.of(System.getProperty(FILE, "mended"));
    private static final AtomicLong SEEN = new AtomicLong();

    private boolean mended;

    @Override
    public void process(Exchange exchange) throws Refused {
        long number = SEEN.incrementAndGet();
        if (!mended && number % 100 == 1) {
            mended = Files.exists(MENDED);
        }
        if (mended || number % GOOD_EVERY == 0) {
            return;
        }
        int cause = (int) (number % CAUSES);
        throw new Refused(Failure.of(
                        FailureKind.REFUSED,
                        "0x800%05x".formatted(cause % 40),
                        "Order " + number + " was not written to salesorders.",
                        "Dataverse answered 400: the account 'A-%d' of reason %s does not exist."
                                .formatted(number, word(cause)),
                        "Correct the value at its source or in the mapping, then replay the message.")
                .at("table" + cause % 10, "dataverse:upsert"));
    }

    private static String word(int n) {
        StringBuilder word = new StringBuilder("w");
        for (int rest = n; rest > 0; rest /= 26) {
            word.append((char) ('a' + rest % 26));
        }
        return word.toString();
    }

    /** What the target answers. */
    static final class Refused extends Exception implements KnownFailure {

        private static final long serialVersionUID = 1;

        private final transient Failure failure;

        Refused(Failure failure) {
            super(failure.what(), null, false, false);
            this.failure = failure;
        }

        @Override
        public Failure failure() {
            return failure;
        }
    }
}
