package io.d365hub.simulator.model;

/** What happens to the rows that point at a row when that row is deleted. */
public enum DeleteRule {
    /** They lose the link. */
    REMOVE_LINK("RemoveLink"),
    /** They are deleted too. */
    CASCADE("Cascade"),
    /** They prevent it. */
    RESTRICT("Restrict"),
    /** Nothing: their links lead nowhere then. */
    KEEP("NoCascade");

    private final String text;

    DeleteRule(String text) {
        this.text = text;
    }

    /** The name in {@code CascadeConfiguration.Delete}. */
    public String text() {
        return text;
    }
}
