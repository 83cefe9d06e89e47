package io.d365hub.deadletter;

import io.d365hub.message.HubMessage;
import java.util.Map;

/** Finds in a message what its integration declares to be searched by; implemented by the root. */
@FunctionalInterface
public interface PayloadFields {

    /** Name to value of the declared fields that the message has; never fails because of the message. */
    Map<String, String> of(HubMessage message);
}
