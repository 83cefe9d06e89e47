package io.d365hub.console;

import io.d365hub.deadletter.Letter;
import java.util.ArrayList;
import java.util.List;

/** Cuts lists of letters so that the bodies of a portion fit into memory together. */
final class ByBytes {

    private static final int MOST = 4 << 20;

    private ByBytes() {}

    static List<List<Letter>> portions(List<Letter> letters) {
        List<List<Letter>> portions = new ArrayList<>();
        List<Letter> portion = new ArrayList<>();
        long bytes = 0;
        for (Letter letter : letters) {
            if (!portion.isEmpty() && bytes + letter.bodyBytes() > MOST) {
                portions.add(portion);
                portion = new ArrayList<>();
                bytes = 0;
            }
            portion.add(letter);
            bytes += letter.bodyBytes();
        }
        if (!portion.isEmpty()) {
            portions.add(portion);
        }
        return portions;
    }
}
