package io.d365hub.virtual;

import io.d365hub.yaml.YamlValue;

/** Takes the mistakes of a declaration. */
@FunctionalInterface
public interface Mistakes {

    /**
     * Adds one.
     *
     * @param at the value that is wrong
     * @param what what is wrong, naming it as it is written
     * @param why why that is wrong
     * @param mend what to do about it
     */
    void add(YamlValue at, String what, String why, String mend);
}
