package io.d365hub.deadletter;

/** Text of others as a database takes it: PostgreSQL refuses the character 0, and columns have an end. */
final class StorableText {

    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** At most so many characters, cut with an ellipsis; what cannot be stored is replaced. */
    static String of(String text, int most) {
        StringBuilder storable = new StringBuilder(Math.min(text.length(), most));
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            int length = pair ? 2 : 1;
            if (storable.length() + length > most) {
                storable.setLength(Math.min(storable.length(), most - 1));
                return storable.append('…').toString();
            }
            if (pair) {
                storable.append(c).append(text.charAt(++i));
            } else {
                storable.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return storable.toString();
    }
}
