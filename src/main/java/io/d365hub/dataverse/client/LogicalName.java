package io.d365hub.dataverse.client;

/** What a table or column may be called. Not a pattern: it is asked for each row that is written. */
final class LogicalName {

    private static final int MOST_CHARACTERS = 128;

    private LogicalName() {}

    /** A letter or {@code _}, then letters, digits and {@code _}; 128 characters at most. False for null. */
    static boolean isOne(String name) {
        if (name == null || name.isEmpty() || name.length() > MOST_CHARACTERS || isDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isDigit(c) && c != '_' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
