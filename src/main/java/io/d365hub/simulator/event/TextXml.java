package io.d365hub.simulator.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a context as Text XML, the way of .NET's {@code DataContractSerializer}: the members of the JSON form in the same
 * order, pairs as {@code KeyValuePairOf...}, the types of values in {@code i:type}. Composed from how that serializer writes
 * the SDK's classes elsewhere; no recorded message was at hand [U].
 */
final class TextXml {

    private static final String CONTRACTS = "http://schemas.microsoft.com/xrm/2011/Contracts";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String GENERIC = "http://schemas.datacontract.org/2004/07/System.Collections.Generic";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the items of a list of pairs are called, by the list's name. */
    private static final Map<String, String> PAIRS = Map.of(
            "InputParameters", "KeyValuePairOfstringanyType",
            "OutputParameters", "KeyValuePairOfstringanyType",
            "SharedVariables", "KeyValuePairOfstringanyType",
            "Attributes", "KeyValuePairOfstringanyType",
            "KeyAttributes", "KeyValuePairOfstringanyType",
            "FormattedValues", "KeyValuePairOfstringstring",
            "RelatedEntities", "KeyValuePairOfRelationshipEntityCollectionX_PsK4FkN",
            "PreEntityImages", "KeyValuePairOfstringEntity",
            "PostEntityImages", "KeyValuePairOfstringEntity");

    private static final Set<String> TYPED_BY_ITEMS = Set.of("OptionSetValue", "EntityReference");

    private final XMLStreamWriter xml;

    private TextXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** The document that says the same as this one in JSON. */
    static byte[] of(byte[] json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length * 2);
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            writer.writeStartElement("RemoteExecutionContext");
            writer.writeDefaultNamespace(CONTRACTS);
            writer.writeNamespace("i", INSTANCE);
            new TextXml(writer).members(JSON.readTree(json));
            writer.writeEndElement();
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot be: it was written here
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private void members(JsonNode object) throws XMLStreamException {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getKey().equals("__type")) {
                xml.writeStartElement(member.getKey());
                declared(member.getKey(), member.getValue());
                xml.writeEndElement();
            }
        }
    }

    /** A value whose type is known from its place. */
    private void declared(String name, JsonNode value) throws XMLStreamException {
        if (value.isNull()) {
            xml.writeAttribute(INSTANCE, "nil", "true");
        } else if (PAIRS.containsKey(name)) {
            xml.writeNamespace("b", GENERIC);
            for (JsonNode pair : value) {
                pair(PAIRS.get(name), pair);
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                xml.writeStartElement("Entity");
                members(item);
                xml.writeEndElement();
            }
        } else if (value.isObject()) {
            members(value);
        } else {
            xml.writeCharacters(XmlType.of(value).text());
        }
    }

    private void pair(String name, JsonNode pair) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeStartElement("b", "key", GENERIC);
        if (pair.path("key").isObject()) {
            members(pair.path("key"));
        } else {
            xml.writeCharacters(pair.path("key").asText());
        }
        xml.writeEndElement();
        xml.writeStartElement("b", "value", GENERIC);
        if (name.endsWith("anyType")) {
            any(pair.path("value"));
        } else {
            declared("", pair.path("value"));
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    /** A value whose type must be written. */
    private void any(JsonNode value) throws XMLStreamException {
        if (value.isNull()) {
            xml.writeAttribute(INSTANCE, "nil", "true");
        } else if (value.isArray()) {
            items(value);
        } else if (value.isObject()) {
            xml.writeAttribute(INSTANCE, "type", className(value));
            members(value);
        } else {
            XmlType type = XmlType.of(value);
            xml.writeNamespace("c", type.namespace());
            xml.writeAttribute(INSTANCE, "type", "c:" + type.name());
            xml.writeCharacters(type.text());
        }
    }

    private void items(JsonNode values) throws XMLStreamException {
        String item = className(values.path(0));
        xml.writeAttribute(INSTANCE, "type", TYPED_BY_ITEMS.contains(item) ? item + "Collection" : "ArrayOfanyType");
        for (JsonNode value : values) {
            xml.writeStartElement(TYPED_BY_ITEMS.contains(item) ? item : "anyType");
            if (TYPED_BY_ITEMS.contains(item)) {
                members(value);
            } else {
                any(value);
            }
            xml.writeEndElement();
        }
    }

    private static String className(JsonNode value) {
        String type = value.path("__type").asText("");
        int colon = type.indexOf(':');
        return colon < 0 ? type : type.substring(0, colon);
    }
}
