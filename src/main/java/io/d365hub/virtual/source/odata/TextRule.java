package io.d365hub.virtual.source.odata;

/** How the other service compares texts. */
enum TextRule {
    /** Letters count as they are; its {@code tolower} is relied on for ASCII only. */
    EXACT("exact"),
    /** Letters count as they are; its {@code tolower} knows all letters. */
    UNICODE("unicode"),
    /** Without case. */
    IGNORE_CASE("ignore-case");

    private final String word;

    TextRule(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
