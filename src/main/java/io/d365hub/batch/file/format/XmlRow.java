package io.d365hub.batch.file.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML element as JSON: attributes are members that begin with {@code @}, child elements are members, those of one name
 * an array; an element of nothing but text is that text, and text beside attributes is the member {@code #text}. Names
 * are local ones, without their namespace.
 */
final class XmlRow {

    private static final int DEEPEST = 100;
    private static final String TEXT = "#text";

    /** Reads the element at whose start the reader stands, to its end. */
    ObjectNode read(XMLStreamReader xml) throws XMLStreamException {
        JsonNode node = element(xml, 1);
        if (node instanceof ObjectNode row) {
            return row;
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        if (!node.asText().isEmpty()) {
            row.set(TEXT, node);
        }
        return row;
    }

    private static JsonNode element(XMLStreamReader xml, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("It is nested deeper than " + DEEPEST + " levels.");
        }
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            members.put("@" + xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = xml.getLocalName();
                add(members, name, element(xml, depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(xml.getText());
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new IllegalArgumentException("It uses an entity that is not declared.");
            }
        }
        String words = text.toString().strip();
        if (members.isEmpty()) {
            return TextNode.valueOf(words);
        }
        if (!words.isEmpty()) {
            members.put(TEXT, words);
        }
        return members;
    }

    private static void add(ObjectNode members, String name, JsonNode value) {
        JsonNode there = members.get(name);
        if (there == null) {
            members.set(name, value);
        } else if (there instanceof ArrayNode several) {
            several.add(value);
        } else {
            members.set(name, JsonNodeFactory.instance.arrayNode().add(there).add(value));
        }
    }
}
