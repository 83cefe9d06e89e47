package io.d365hub.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shows messages with their personal values left out, or whole to whoever may see them. What cannot be taken apart into
 * columns (plain text, broken JSON, bytes) counts as personal altogether. Thread-safe.
 */
public final class Masking {

    /** What stands for a value; always as long, so that it tells nothing of the value. */
    public static final String MASK = "\u2022\u2022\u2022\u2022\u2022";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** The column name under which record keys are classified. */
    public static final String RECORD_KEY = "recordKey";

    private final ColumnClasses columns;

    public Masking(ColumnClasses columns) {
        this.columns = columns;
    }

    /** Whether values of this column, or header, are masked. */
    public boolean isPersonal(String column) {
        return columns.isPersonal(column);
    }

    /** Headers in the order of their names, personal ones masked unless they are revealed. */
    public Map<String, String> headers(Map<String, String> headers, boolean revealed) {
        Map<String, String> shown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> shown.put(name, revealed || !columns.isPersonal(name) ? value : MASK));
        return shown;
    }

    /**
     * A body.
     *
     * @param contentType its media type
     * @param revealed whether everything is shown
     */
    public MaskedMessage body(byte[] body, String contentType, boolean revealed) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return new MaskedMessage("(" + body.length + " bytes that are no UTF-8 text)", 1, Set.of(), false);
        }
        if (text.isEmpty()) {
            return new MaskedMessage("", 0, Set.of(), true);
        }
        if (contentType.toLowerCase(Locale.ROOT).contains("xml")) {
            return new XmlMasking(columns).show(text, revealed);
        }
        try {
            JsonNode tree = JSON.readTree(text);
            if (tree != null && tree.isContainerNode()) {
                List<String> masked = new ArrayList<>();
                JsonNode shown = revealed ? tree : mask(tree, false, masked);
                return new MaskedMessage(pretty(shown), masked.size(), new HashSet<>(masked), true);
            }
        } catch (JsonProcessingException e) {
            // Shown as the text that it is, to whoever may see it.
        }
        return plain(text, revealed);
    }

    /**
     * The name of a row as a target gives it, e.g. {@code contacts(emailaddress1='…',company=7)}, personal columns of its key masked;
     * as a whole where it cannot be taken apart, or where record keys are personal. An id is open.
     */
    public String row(String name) {
        return RowNames.masked(name, column -> columns.isPersonal(column) || columns.isPersonal(RECORD_KEY));
    }

    /**
     * What another system answered to a message, on one line: JSON and XML without personal columns, and nothing that is left out of
     * the message. What is cut off or broken, or answers a message that cannot be taken apart, is left out altogether.
     *
     * @param message the message that was answered, as {@link #body} shows it
     */
    public String answer(String answer, MaskedMessage message) {
        String text = answer.strip();
        if (text.isEmpty()) {
            return "";
        }
        if (!message.whole()) {
            return plain(text, false).text();
        }
        return message.scrub(withoutColumns(text));
    }

    private String withoutColumns(String text) {
        String start = text.substring(0, Math.min(5, text.length())).toLowerCase(Locale.ROOT);
        // Pages that servers show when they fail have no columns, and say why.
        boolean isXml = start.startsWith("<") && !start.startsWith("<html") && !start.startsWith("<!");
        if (!isXml && !start.startsWith("{") && !start.startsWith("[")) {
            return text;
        }
        MaskedMessage shown =
                body(text.getBytes(StandardCharsets.UTF_8), isXml ? "application/xml" : "application/json", false);
        return shown.text().replaceAll("\\s*\\n\\s*", " ");
    }

    static MaskedMessage plain(String text, boolean revealed) {
        return revealed
                ? new MaskedMessage(text, 0, Set.of(), true)
                : new MaskedMessage("(" + text.length() + " characters that have no columns)", 1, Set.of(), false);
    }

    /** Everything below a personal member is personal; a member of an array is what the array is. */
    private JsonNode mask(JsonNode node, boolean personal, List<String> masked) {
        if (node instanceof ObjectNode object) {
            ObjectNode shown = JSON.createObjectNode();
            object.properties()
                    .forEach(member -> shown.set(
                            member.getKey(),
                            mask(member.getValue(), personal || columns.isPersonal(member.getKey()), masked)));
            return shown;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode shown = JSON.createArrayNode();
            array.forEach(item -> shown.add(mask(item, personal, masked)));
            return shown;
        }
        if (!personal || node.isNull()) {
            return node;
        }
        masked.add(node.asText());
        return TextNode.valueOf(MASK);
    }

    private static String pretty(JsonNode node) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        try {
            return JSON.writer(printer).writeValueAsString(node);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
