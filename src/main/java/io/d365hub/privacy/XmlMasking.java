package io.d365hub.privacy;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Masks elements and attributes by their local names. */
final class XmlMasking {

    private final ColumnClasses columns;
    private final List<String> masked = new ArrayList<>();

    XmlMasking(ColumnClasses columns) {
        this.columns = columns;
    }

    MaskedMessage show(String text, boolean revealed) {
        if (revealed) {
            return new MaskedMessage(text, 0, Set.of(), true);
        }
        try {
            Document document = parse(text);
            mask(document.getDocumentElement(), false);
            return new MaskedMessage(write(document), masked.size(), new HashSet<>(masked), true);
        } catch (SAXException e) {
            return Masking.plain(text, false);
        } catch (Exception e) {
            throw new IllegalStateException("XML cannot be masked", e);
        }
    }

    private static Document parse(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        var builder = factory.newDocumentBuilder();
        // The parser's own handler prints to the error stream.
        builder.setErrorHandler(new DefaultHandler() {
            @Override
            public void fatalError(SAXParseException e) throws SAXException {
                throw e;
            }
        });
        return builder.parse(new InputSource(new StringReader(text)));
    }

    private void mask(Element element, boolean within) {
        boolean personal = within || columns.isPersonal(element.getLocalName());
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            boolean isName = XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI());
            if (!isName && (personal || columns.isPersonal(attribute.getLocalName()))) {
                mask(attribute);
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                mask(inner, personal);
            } else if (!isText(child) || (personal && !child.getNodeValue().isBlank())) {
                // Comments and instructions belong to no column, so nobody has said that they are not personal.
                mask(child);
            }
        }
    }

    private void mask(Node node) {
        masked.add(node.getNodeValue().strip());
        node.setNodeValue(Masking.MASK);
    }

    private static String write(Document document) throws ParserConfigurationException, TransformerException {
        TransformerFactory factory = TransformerFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Transformer transformer = factory.newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter out = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(out));
        return out.toString();
    }

    private static boolean isText(Node node) {
        return node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE;
    }
}
