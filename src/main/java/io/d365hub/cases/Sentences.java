package io.d365hub.cases;

import io.d365hub.failure.Failure;
import java.util.regex.Pattern;

/** What the hub says of a failure, to somebody who writes a case: there is no dead letter to be replayed yet. */
final class Sentences {

    private static final Pattern FOR_OPERATORS =
            Pattern.compile(",( add a case for [^,]+,)? then replay (the dead letter|this cause|the cause)");

    private Sentences() {}

    static String of(Failure failure) {
        String mend = FOR_OPERATORS.matcher(failure.mend()).replaceFirst("");
        return failure.what() + " " + failure.why() + " " + mend;
    }
}
