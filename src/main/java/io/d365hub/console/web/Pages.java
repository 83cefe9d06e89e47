package io.d365hub.console.web;

/** A group of pages. */
public interface Pages {

    /** Adds the pages to the console. */
    void mount(Console console);
}
