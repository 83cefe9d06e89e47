package io.d365hub.simulator.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The privileges that the simulator knows. Every user has them until they are taken away; there are no roles. */
public enum Privilege {
    ACT_ON_BEHALF("prvActOnBehalfOfAnotherUser"),
    BYPASS_PLUGINS("prvBypassCustomPlugins"),
    BYPASS_BUSINESS_LOGIC("prvBypassCustomBusinessLogic");

    private final String text;

    Privilege(String text) {
        this.text = text;
    }

    /** The name in Dataverse. */
    @JsonValue
    public String text() {
        return text;
    }

    /** The privilege with this name. */
    @JsonCreator
    public static Privilege of(String text) {
        for (Privilege privilege : values()) {
            if (privilege.text.equals(text)) {
                return privilege;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no privilege of the simulator; known are "
                + java.util.Arrays.stream(values()).map(Privilege::text).toList());
    }
}
