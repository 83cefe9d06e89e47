package io.d365hub.intake;

/** Ends the handling of a request with a problem. Has no stack trace: it is an answer. */
final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.what(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
