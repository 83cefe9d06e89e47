package io.d365hub.simulator.tracking;

import io.d365hub.simulator.odata.ApiError;

/** What a tracked query answers: everything, or what has changed. Used by one thread. */
public interface TrackedRows {

    /**
     * The page that the client asked for.
     *
     * @param size most rows of the page, at least 1
     * @throws ApiError {@code 0x80044352} when the token has expired
     */
    ChangePage page(int size);
}
