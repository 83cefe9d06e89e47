package io.d365hub.cases;

/** A case is not written as it has to be. */
final class UnusableCaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient CaseMistake mistake;

    UnusableCaseException(int line, int column, String why) {
        super(why);
        this.mistake = new CaseMistake(line, column, why);
    }

    CaseMistake mistake() {
        return mistake;
    }
}
