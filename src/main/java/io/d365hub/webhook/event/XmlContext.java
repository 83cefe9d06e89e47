package io.d365hub.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.webhook.event.EventRefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a {@code RemoteExecutionContext} that came as Text XML into the same tree as the JSON form, so that all the rest is read
 * once. The form is that of .NET's {@code DataContractSerializer} (events spec §2.1 [V] for the format's name; the document [U]);
 * names are compared without their name space, and what is unknown is kept.
 */
final class XmlContext {

    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String CONTRACTS = ":http://schemas.microsoft.com/xrm/2011/Contracts";
    private static final int DEEPEST = 200;

    /** Members that are lists even when they have one item, or none. */
    private static final Set<String> LISTS = Set.of(
            "InputParameters",
            "OutputParameters",
            "SharedVariables",
            "PreEntityImages",
            "PostEntityImages",
            "Attributes",
            "FormattedValues",
            "KeyAttributes",
            "RelatedEntities",
            "Entities");

    private static final Set<String> LIST_TYPES = Set.of("OptionSetValueCollection", "EntityReferenceCollection");

    private XmlContext() {}

    /** Whether these bytes begin like XML. */
    static boolean isXml(byte[] body) {
        int start = body.length >= 3 && (body[0] & 0xFF) == 0xEF ? 3 : 0;
        while (start < body.length && Character.isWhitespace(body[start])) {
            start++;
        }
        return start < body.length && body[start] == '<';
    }

    /** @throws EventRefusedException when it is no XML, or nested too deep */
    static ObjectNode read(byte[] body) throws EventRefusedException {
        try {
            Element root = builder().parse(new ByteArrayInputStream(body)).getDocumentElement();
            return object(root, 1);
        } catch (SAXException | IOException e) {
            throw malformed("The body is no XML without document type.");
        }
    }

    /** The same as the bytes of a JSON document. */
    static byte[] toJson(byte[] body) throws EventRefusedException {
        return read(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler() {
                @Override
                public void fatalError(SAXParseException e) throws SAXException {
                    throw e; // and do not print it
                }
            });
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Java's own parser knows these features", e);
        }
    }

    private static JsonNode value(Element element, int depth) throws EventRefusedException {
        if (depth > DEEPEST) {
            throw malformed("The body is nested deeper than " + DEEPEST + " levels.");
        }
        if ("true".equals(element.getAttributeNS(INSTANCE, "nil"))) {
            return NullNode.getInstance();
        }
        String type = local(element.getAttributeNS(INSTANCE, "type"));
        List<Element> children = children(element);
        if (LISTS.contains(element.getLocalName()) || LIST_TYPES.contains(type) || type.startsWith("ArrayOf")) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (Element child : children) {
                list.add(item(child, type, depth));
            }
            return list;
        }
        if (children.isEmpty() && !XmlValues.isClass(type)) {
            return XmlValues.scalar(element.getLocalName(), type, element.getTextContent());
        }
        ObjectNode object = object(element, depth);
        if (!type.isEmpty()) {
            object.put("__type", type + CONTRACTS);
        }
        return object;
    }

    /** Items of typed lists have the type in their name. */
    private static JsonNode item(Element child, String listType, int depth) throws EventRefusedException {
        JsonNode item = value(child, depth + 1);
        if (LIST_TYPES.contains(listType) && item instanceof ObjectNode object) {
            object.put("__type", child.getLocalName() + CONTRACTS);
        }
        return item;
    }

    private static ObjectNode object(Element element, int depth) throws EventRefusedException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Element child : children(element)) {
            object.set(child.getLocalName(), value(child, depth + 1));
        }
        return object;
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private static EventRefusedException malformed(String why) {
        return new EventRefusedException(
                Reason.MALFORMED,
                why,
                "Send the RemoteExecutionContext as Dataverse writes it: messageformat=2 (Json).");
    }
}
