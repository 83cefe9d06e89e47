package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.TableDefinition;

/**
 * What a body says about one lookup: {@code nav@odata.bind}, or {@code nav: null}.
 *
 * @param navigation the lookup
 * @param address the row to point at, null when it is named by {@code contentId} or the lookup is cleared
 * @param contentId the part of the changeset whose row to point at, or null
 */
public record Binding(TableDefinition.Navigation navigation, RowAddress address, String contentId) {

    public boolean clears() {
        return address == null && contentId == null;
    }
}
