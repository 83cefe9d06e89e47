package io.d365hub.simulator.odata;

/** How much of a filter may still come. Used by one thread. */
final class FilterBudget {

    private static final int DEEPEST = 100;
    /** The service's limit for one query. */
    private static final int MOST_CONDITIONS = 500;

    private int depth;
    private int conditions;

    void enter() {
        if (++depth > DEEPEST) {
            throw ApiError.badSyntax();
        }
    }

    void leave() {
        depth--;
    }

    void condition() {
        if (++conditions > MOST_CONDITIONS) {
            throw new ApiError(ErrorCode.TOO_MANY_CONDITIONS, "Number of conditions in query exceeded maximum limit.");
        }
    }
}
