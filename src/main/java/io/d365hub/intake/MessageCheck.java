package io.d365hub.intake;

import io.d365hub.intake.Refusal.Reason;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.Format;
import java.nio.charset.StandardCharsets;

/**
 * Checks that the bytes of one message are what its integration takes, and finds its record key on the way. All doors ask
 * this class, so that HTTP and JMS refuse alike.
 *
 * <p>JSON must be one object in strict UTF-8 without byte order mark, with unique member names and nothing behind it. It
 * is read once, as a stream: no tree is built, so a message costs its own size and no more. XML must be one document in
 * UTF-8 without document type; its record key is an XPath, so it is read into a tree.
 *
 * <p>Pure but for caches; thread-safe.
 */
public final class MessageCheck {

    private final JsonCheck json;
    private final XmlCheck xml;
    private final int recordKeyBytes;

    public MessageCheck(MessageLimits limits) {
        this.json = new JsonCheck(limits);
        this.xml = new XmlCheck(limits);
        this.recordKeyBytes = limits.recordKeyBytes();
    }

    /** The record key of the message, which is the whole array; see {@link #recordKey(byte[], int, int, Integration)}. */
    public String recordKey(byte[] body, Integration integration) throws MessageRefusedException {
        return recordKey(body, 0, body.length, integration);
    }

    /**
     * The record key of a message.
     *
     * @param bytes holds the message, from {@code offset} on, {@code length} bytes
     * @throws MessageRefusedException when the integration does not take such a message
     */
    public String recordKey(byte[] bytes, int offset, int length, Integration integration)
            throws MessageRefusedException {
        Refusing refusing = new Refusing(integration.name());
        Utf8.require(bytes, offset, length, refusing);
        boolean isJson = integration.format() == Format.JSON;
        String key = isJson
                ? json.recordKey(bytes, offset, length, integration.recordKey(), refusing)
                : xml.recordKey(bytes, offset, length, integration.recordKey(), refusing);
        requireUsable(key, integration.recordKey(), refusing);
        return key;
    }

    /**
     * Checks an expression that says where record keys stand, before any message comes.
     *
     * @throws IllegalArgumentException when it is not a JSON Pointer or XPath that can find a record key; says why
     */
    public static void requireRecordKeyExpression(Format format, String expression) {
        if (format == Format.JSON) {
            RecordKeyPointer.parse(expression);
        } else {
            XmlCheck.requireXPath(expression);
        }
    }

    private void requireUsable(String key, String expression, Refusing refusing) throws MessageRefusedException {
        if (key.isBlank()) {
            throw refusing.recordKey(expression, "is empty");
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (Character.isISOControl(c)) {
                // Among them NUL, which PostgreSQL cannot store in a text.
                throw refusing.recordKey(expression, "holds a control character");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == key.length()
                        || !Character.isLowSurrogate(key.charAt(i + 1))) {
                    throw refusing.recordKey(expression, "holds half of a surrogate pair, which is no character");
                }
                i++;
            }
        }
        int utf8 = key.length() * 3 <= recordKeyBytes ? 0 : key.getBytes(StandardCharsets.UTF_8).length;
        if (utf8 > recordKeyBytes) {
            throw refusing.recordKey(
                    expression, "is " + utf8 + " bytes long in UTF-8, at most " + recordKeyBytes + " are taken");
        }
    }

    /** Makes the refusals of one integration: they all begin alike. */
    record Refusing(String integration) {

        MessageRefusedException because(Reason reason, String why, String mend) {
            return new MessageRefusedException(
                    new Refusal(reason, "The message was not taken by '" + integration + "'.", why, mend));
        }

        MessageRefusedException recordKey(String expression, String why) {
            return because(
                    Reason.RECORD_KEY,
                    "Its record key at " + expression + " " + why + ".",
                    "Send a string that is not empty, or a whole number, at " + expression
                            + ": it names the record that the message is about.");
        }
    }
}
