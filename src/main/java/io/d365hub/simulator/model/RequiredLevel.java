package io.d365hub.simulator.model;

/** How strongly a column asks for a value. Only {@link #SYSTEM_REQUIRED} is enforced by the Web API. */
public enum RequiredLevel {
    NONE("None"),
    RECOMMENDED("Recommended"),
    APPLICATION_REQUIRED("ApplicationRequired"),
    SYSTEM_REQUIRED("SystemRequired");

    private final String text;

    RequiredLevel(String text) {
        this.text = text;
    }

    /** The name in {@code AttributeMetadata.RequiredLevel}. */
    public String text() {
        return text;
    }
}
