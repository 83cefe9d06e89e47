package io.d365hub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Sends HTTP/1.1 requests to loopback over a fixed number of connections, one request at a time on each.
 *
 * <p>Closed loop: the next request goes out as soon as an answer is in. Open loop: requests fall due at a fixed rate,
 * whether or not the server keeps up, and latency counts from the moment when a request was due, so that a stall is
 * not hidden by the load pausing with it. A small selector loop on few threads: the load shall not be what is measured.
 */
final class HttpLoad {

    private static final int THREADS = 2;
    /** Between two looks for answers, while the next request is not due yet. */
    private static final long PAUSE_NANOS = 50_000;

    private static final byte[] LAST_CHUNK = {'\r', '\n', '0', '\r', '\n', '\r', '\n'};
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final InetSocketAddress server;
    private final int connections;
    private final LongFunction<byte[]> requests;

    /**
     * A load of the given shape.
     *
     * @param port the server's port on loopback
     * @param connections how many requests are under way at once
     * @param requests makes the bytes of the n-th request, head and body
     */
    HttpLoad(int port, int connections, LongFunction<byte[]> requests) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
        this.requests = requests;
    }

    /**
     * What a run measured.
     *
     * @param perSecond answers with status 2xx a second
     * @param refused answers with any other status
     * @param latencies of the 2xx answers
     */
    record Result(double perSecond, long refused, Latencies latencies) {}

    /** As fast as the server answers. */
    Result closedLoop(long millis) throws InterruptedException {
        return run(millis, 0);
    }

    /** At a fixed rate, requests a second. */
    Result openLoop(long millis, double rate) throws InterruptedException {
        return run(millis, rate);
    }

    private Result run(long millis, double rate) throws InterruptedException {
        AtomicLong number = new AtomicLong(System.nanoTime());
        AtomicInteger accepted = new AtomicInteger();
        AtomicLong refused = new AtomicLong();
        Latencies latencies = new Latencies();
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int share = connections / THREADS + (i < connections % THREADS ? 1 : 0);
            Worker worker = new Worker(share, rate / THREADS, start, end, number, accepted, refused, latencies);
            Thread thread = new Thread(worker, "load-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Result(accepted.get() / (millis / 1000.0), refused.get(), latencies);
    }

    private final class Worker implements Runnable {

        private final int share;
        private final double rate;
        private final long start;
        private final long end;
        private final AtomicLong number;
        private final AtomicInteger accepted;
        private final AtomicLong refused;
        private final Latencies latencies;
        private final Deque<Connection> idle = new ArrayDeque<>();
        private long sent;

        Worker(
                int share,
                double rate,
                long start,
                long end,
                AtomicLong number,
                AtomicInteger accepted,
                AtomicLong refused,
                Latencies latencies) {
            this.share = share;
            this.rate = rate;
            this.start = start;
            this.end = end;
            this.number = number;
            this.accepted = accepted;
            this.refused = refused;
            this.latencies = latencies;
        }

        @Override
        public void run() {
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < share; i++) {
                    idle.add(new Connection(selector));
                }
                while (System.nanoTime() < end) {
                    startDue();
                    select(selector);
                }
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void startDue() throws IOException {
            long now = System.nanoTime();
            while (!idle.isEmpty()) {
                long due = rate == 0 ? now : start + (long) (sent * 1e9 / rate);
                if (due > now) {
                    return;
                }
                sent++;
                idle.poll().send(due, requests.apply(number.getAndIncrement()));
            }
        }

        private void select(Selector selector) throws IOException {
            if (rate == 0 || idle.isEmpty()) {
                selector.select(5);
            } else {
                // Not spinning: on few cores that would take the server's own.
                if (selector.selectNow() == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                int status = connection.receive();
                if (status == 0) {
                    continue;
                }
                if (status >= 200 && status < 300) {
                    accepted.incrementAndGet();
                    latencies.add(System.nanoTime() - connection.due);
                } else {
                    refused.incrementAndGet();
                }
                idle.add(connection);
            }
            selector.selectedKeys().clear();
        }
    }

    private final class Connection {

        private final SocketChannel channel;
        private ByteBuffer in = ByteBuffer.allocate(8192);
        private long due;

        Connection(Selector selector) throws IOException {
            channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(long dueAt, byte[] request) throws IOException {
            due = dueAt;
            in.clear();
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        /** The status of a complete answer, 0 as long as it is not complete. */
        int receive() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("The server closed the connection");
            }
            int head = endOfHead();
            if (head < 0) {
                return 0;
            }
            String text = new String(in.array(), 0, head, StandardCharsets.ISO_8859_1);
            if (isChunked(text)
                    ? !endsWithLastChunk()
                    : in.position() < head + END_OF_HEAD.length + contentLength(text)) {
                grow();
                return 0;
            }
            return Integer.parseInt(text.substring(9, 12));
        }

        private int endOfHead() {
            byte[] bytes = in.array();
            for (int i = 0; i <= in.position() - END_OF_HEAD.length; i++) {
                if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                    return i;
                }
            }
            return -1;
        }

        private static boolean isChunked(String head) {
            return head.toLowerCase(java.util.Locale.ROOT).contains("\r\ntransfer-encoding: chunked");
        }

        private boolean endsWithLastChunk() {
            int from = in.position() - LAST_CHUNK.length;
            return from >= 0 && Arrays.equals(in.array(), from, in.position(), LAST_CHUNK, 0, LAST_CHUNK.length);
        }

        private void grow() {
            if (!in.hasRemaining()) {
                in.flip();
                in = ByteBuffer.allocate(2 * in.capacity()).put(in);
            }
        }

        private int contentLength(String head) {
            int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("\r\ncontent-length:");
            if (at < 0) {
                return 0;
            }
            int from = at + "\r\ncontent-length:".length();
            int to = head.indexOf("\r\n", from);
            return Integer.parseInt(
                    head.substring(from, to < 0 ? head.length() : to).strip());
        }
    }
}
