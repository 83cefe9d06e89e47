package io.d365hub.check;

/** One question asked of everything that an integration team wrote. */
interface Check {

    /** Adds what is wrong. */
    void check(RouteTree tree, Findings findings);
}
