package io.d365hub.deadletter.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words of a text, for what is searched as well as for what is asked: runs of letters and digits, in lower case. */
public final class Words {

    private Words() {}

    /** The words in their order. */
    public static List<String> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int begin = 0;
        int at = 0;
        while (at < lower.length()) {
            int c = lower.codePointAt(at);
            int next = at + Character.charCount(c);
            if (!isPart(c)) {
                if (begin < at) {
                    words.add(lower.substring(begin, at));
                }
                begin = next;
            }
            at = next;
        }
        if (begin < at) {
            words.add(lower.substring(begin));
        }
        return words;
    }

    private static boolean isPart(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c) || type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER;
    }
}
