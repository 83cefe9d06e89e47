package io.d365hub.console;

import io.d365hub.access.User;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the console needs to tell everything of one message; implemented by the root. */
public interface MessageTraces {

    /**
     * State and past of a message, by its id or by that of one of its dead letters; empty when neither is known, or the message is of
     * an integration that is not open to the person.
     */
    Optional<Map<String, Object>> find(UUID id, User user);
}
