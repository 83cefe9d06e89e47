package io.d365hub.pattern;

/**
 * One file of a pattern.
 *
 * @param resource its name among the resources of all patterns
 * @param target the file that it becomes, from the hub's home folder
 */
record Template(String resource, String target) {

    /** Stands for the integration's name, in names of files and in them. */
    static final String NAME = "__name__";

    String targetFor(String name) {
        return target.replace(NAME, name);
    }
}
