package io.d365hub.simulator.event;

import java.io.IOException;

/** What of a context depends on the kind of the event that it tells of. Each method writes pairs into an array. */
interface ContextParts {

    /** @param parent whether it is for the enclosing operation, as the caller sent it */
    void input(boolean parent) throws IOException;

    /** What the operation answers; not asked for the enclosing operation, which has not answered yet. */
    void output() throws IOException;

    /** @param pre as the row was, else as it is */
    void images(boolean pre) throws IOException;
}
