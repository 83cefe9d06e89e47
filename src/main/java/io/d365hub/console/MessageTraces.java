package io.d365hub.console;

import io.d365hub.access.User;
import java.util.Map;
import java.util.Optional;

/** What the console needs to tell everything of one message; implemented by the root. */
public interface MessageTraces {

    /**
     * State and past of a message, by its id or by that of one of its dead letters; or what became of an event, by the id that
     * receivers of webhooks know it by: each subscription that has had a verdict of it. Empty when nothing is known of the id, or it is
     * of an integration that is not open to the person.
     *
     * @throws AdminProblemException when it cannot be told just now
     */
    Optional<Map<String, Object>> find(String id, User user);
}
