package io.d365hub.simulator.http;

import io.d365hub.simulator.operation.Answer;
import java.io.IOException;

/** One thing that can be looked at or turned. */
@FunctionalInterface
interface Control {

    /**
     * The answer to a request with this body.
     *
     * @throws IllegalArgumentException when the body is wrong, with the reason
     * @throws IOException when it is no JSON
     */
    Answer answer(byte[] body) throws IOException;
}
