package io.d365hub.faults;

import io.d365hub.HubProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Senders that post messages with growing values, several for each record key, as fast as they are answered. A key
 * belongs to one sender, which waits for each answer, so that the order of acceptance is the order of the values. Some
 * messages have a name that is too long for Dataverse.
 */
final class Load {

    private static final int SENDERS = 8;
    private static final int KEYS_EACH = 12;
    private static final int ONE_BAD_IN = 25;
    private static final int TRIES_OF_THE_LAST = 100;

    private final List<Sender> senders = new ArrayList<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unanswered = new AtomicInteger();
    private List<Thread> threads = List.of();
    private volatile boolean stopping;

    Load(Random random) {
        for (int i = 0; i < SENDERS; i++) {
            senders.add(new Sender(i, new Random(random.nextLong())));
        }
    }

    /** Starts the senders; each ends by itself when the hub dies. */
    void start(HubProcess hub) {
        stopping = false;
        threads = senders.stream()
                .map(sender -> new Thread(() -> sender.run(hub), "load-" + sender.number))
                .toList();
        threads.forEach(Thread::start);
    }

    void stop() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Posts one more, good message for each key. */
    void finish(HubProcess hub) throws IOException, InterruptedException {
        for (Sender sender : senders) {
            sender.finish(hub);
        }
    }

    /** Ids of the messages that were answered 202. */
    Set<String> accepted() {
        return accepted;
    }

    /** Number of posts without a 202: nobody can say whether they were stored. */
    int unanswered() {
        return unanswered.get();
    }

    /** The last value of each key. */
    Map<String, Integer> values() {
        Map<String, Integer> values = new HashMap<>();
        senders.forEach(sender -> values.putAll(sender.values));
        return values;
    }

    private final class Sender {

        private final int number;
        private final Random random;
        private final Map<String, Integer> values = new HashMap<>();

        Sender(int number, Random random) {
            this.number = number;
            this.random = random;
        }

        void run(HubProcess hub) {
            try {
                while (!stopping && hub.isAlive()) {
                    boolean bad = random.nextInt(ONE_BAD_IN) == 0;
                    post(hub, key(random.nextInt(KEYS_EACH)), bad ? "x".repeat(200) : "good");
                }
            } catch (IOException e) {
                // The hub has been killed: the post is unanswered.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void finish(HubProcess hub) throws IOException, InterruptedException {
            for (int i = 0; i < KEYS_EACH; i++) {
                int tries = 0;
                while (!post(hub, key(i), "last")) {
                    if (++tries == TRIES_OF_THE_LAST) {
                        throw new IllegalStateException("The hub accepts nothing:\n" + hub.output());
                    }
                }
            }
        }

        private String key(int index) {
            return "K-" + number + "-" + index;
        }

        private boolean post(HubProcess hub, String key, String name) throws IOException, InterruptedException {
            int value = values.merge(key, 1, Integer::sum);
            unanswered.incrementAndGet();
            HttpResponse<String> answer = hub.push(FaultHub.STOCK, FaultHub.message(key, value, name));
            if (answer.statusCode() == 202) {
                accepted.add(FaultHub.id(answer));
                unanswered.decrementAndGet();
                return true;
            }
            if (answer.statusCode() != 503) {
                throw new IllegalStateException("Answered " + answer.statusCode() + ": " + answer.body());
            }
            return false;
        }
    }
}
