package io.d365hub.console;

/** A group of resources of the admin API. */
public interface AdminResources {

    /** Adds its resources; called once. */
    void mount(AdminApi api);
}
