package io.d365hub.intake;

/**
 * What a single message may be. It keeps one hostile or broken message from costing more than its size.
 *
 * @param depth how deep objects and arrays, or XML elements, may be nested
 * @param numberCharacters how long one JSON number may be written
 * @param nameCharacters how long one member name of a JSON object may be
 * @param recordKeyBytes how long a record key may be, in bytes of UTF-8
 */
public record MessageLimits(int depth, int numberCharacters, int nameCharacters, int recordKeyBytes) {

    public static final int DEFAULT_DEPTH = 64;
    public static final int DEFAULT_NUMBER_CHARACTERS = 100;
    public static final int DEFAULT_NAME_CHARACTERS = 1_000;

    /** A record key is a property of the message in the broker and part of an index in SQL. */
    public static final int DEFAULT_RECORD_KEY_BYTES = 500;

    public static MessageLimits defaults() {
        return new MessageLimits(
                DEFAULT_DEPTH, DEFAULT_NUMBER_CHARACTERS, DEFAULT_NAME_CHARACTERS, DEFAULT_RECORD_KEY_BYTES);
    }

    public MessageLimits withDepth(int levels) {
        return new MessageLimits(levels, numberCharacters, nameCharacters, recordKeyBytes);
    }
}
