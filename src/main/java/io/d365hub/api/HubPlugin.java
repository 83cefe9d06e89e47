package io.d365hub.api;

/**
 * A plug-in of the hub. The jar lies in the folder {@code plugins/} and names the implementing class in {@code
 * META-INF/services/io.d365hub.api.HubPlugin}. It needs a public constructor without parameters; one instance is made at the
 * start of the hub.
 */
public interface HubPlugin {

    /** Its name, for messages: small letters, digits and dashes. No two plug-ins of a hub have the same. */
    String name();

    /**
     * Says what the plug-in brings. Called once, before routes are read; must not open connections.
     *
     * @param contributions takes it
     */
    void register(Contributions contributions);
}
