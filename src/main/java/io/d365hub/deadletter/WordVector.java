package io.d365hub.deadletter;

import io.d365hub.deadletter.query.Words;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words of a failure as PostgreSQL keeps them, in the binary form of its type {@code tsvector}: number of words; of each the
 * word in UTF-8, a zero, the number of its places, the places. PostgreSQL itself would need as long for it as for all the rest of a letter.
 */
final class WordVector {

    /** Limits of PostgreSQL. */
    private static final int LONGEST_WORD = 2_046;

    private static final int LAST_PLACE = 16_383;
    private static final int MOST_PLACES = 255;

    private WordVector() {}

    static byte[] of(String text) {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        int place = 0;
        for (String word : Words.of(text)) {
            place++;
            if (place <= LAST_PLACE && word.length() * 3 <= LONGEST_WORD) {
                List<Integer> of = places.computeIfAbsent(word, first -> new ArrayList<>());
                if (of.size() < MOST_PLACES) {
                    of.add(place);
                }
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size(places));
        out.putInt(places.size());
        places.forEach((word, of) -> {
            out.put(word.getBytes(StandardCharsets.UTF_8)).put((byte) 0).putShort((short) of.size());
            of.forEach(at -> out.putShort(at.shortValue()));
        });
        return Arrays.copyOf(out.array(), out.position());
    }

    private static int size(Map<String, List<Integer>> places) {
        return Integer.BYTES
                + places.entrySet().stream()
                        .mapToInt(word -> 3 * word.getKey().length()
                                + 1
                                + Short.BYTES
                                + Short.BYTES * word.getValue().size())
                        .sum();
    }
}
