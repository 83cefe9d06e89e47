package io.d365hub.console;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the console needs to tell everything of one message; implemented by the root. */
public interface MessageTraces {

    /** State and past of a message, by its id or by that of one of its dead letters; empty when neither is known. */
    Optional<Map<String, Object>> find(UUID id);
}
