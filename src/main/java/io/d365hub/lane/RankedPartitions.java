package io.d365hub.lane;

import io.d365hub.message.RecordKeys;
import java.util.List;

/**
 * Shares the partitions out by rank: partition p of an integration belongs to the live process number (p + offset) mod
 * n, where the offset comes from the integration's name, so that integrations of one partition spread too.
 */
public final class RankedPartitions implements OwnedPartitions {

    private final Members members;

    public RankedPartitions(Members members) {
        this.members = members;
    }

    @Override
    public boolean mine(String integration, int partition) {
        List<String> live = members.live();
        int rank = live.indexOf(members.self());
        if (rank < 0) {
            // Not in the list (yet): better to work than to leave everything alone.
            return true;
        }
        return (partition + RecordKeys.partition(integration, live.size())) % live.size() == rank;
    }

    @Override
    public void onChange(Runnable listener) {
        members.onChange(listener);
    }
}
