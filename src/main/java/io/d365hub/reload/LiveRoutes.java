package io.d365hub.reload;

import io.d365hub.check.Finding;

/** The routes that run. */
interface LiveRoutes {

    /**
     * Drains and takes out the routes of {@code before}, and starts those of {@code after}; all of it, or nothing. Returns when they
     * run.
     *
     * @throws RefusedException when the new routes do not start; the old ones run again
     */
    void replace(Replacement replacement) throws RefusedException;

    /** New routes do not start. */
    final class RefusedException extends Exception {

        private final transient Finding finding;

        RefusedException(Finding finding, Throwable cause) {
            super(finding.toString(), cause);
            this.finding = finding;
        }

        Finding finding() {
            return finding;
        }
    }
}
