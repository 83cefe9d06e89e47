package io.d365hub.lane;

/**
 * Which partitions this process should own when several hub processes share a broker. It is a wish: who owns a partition
 * is decided by the broker, which gives an exclusive queue to one consumer; a lane that owns a partition that it should
 * not own gives it up. Thread-safe.
 */
public interface OwnedPartitions {

    /** For a hub that is one process. */
    OwnedPartitions ALL = new OwnedPartitions() {
        @Override
        public boolean mine(String integration, int partition) {
            return true;
        }

        @Override
        public void onChange(Runnable listener) {}
    };

    /** Whether the partition should be this process's own. Asked rarely, but must not block. */
    boolean mine(String integration, int partition);

    /** Tells the listener, on any thread, whenever another answer may be due. */
    void onChange(Runnable listener);
}
