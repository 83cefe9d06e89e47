package io.d365hub.dataverse.client;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Comment;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The {@code fetch} element of a query, whose attributes name the page. Not thread-safe. */
final class FetchElement {

    private final Document document;

    private FetchElement(Document document) {
        this.document = document;
    }

    /** @throws IllegalArgumentException when it is not XML, holds a document type, or is another element */
    static FetchElement parse(String xml) {
        try {
            Document document = builder().parse(new InputSource(new StringReader(xml)));
            if (!document.getDocumentElement().getTagName().equals("fetch")) {
                throw new IllegalArgumentException("FetchXML must be an element 'fetch', not '"
                        + document.getDocumentElement().getTagName() + "'");
            }
            dropBlanks(document.getDocumentElement());
            return new FetchElement(document);
        } catch (SAXParseException e) {
            throw new IllegalArgumentException(
                    "The FetchXML is not well-formed (line " + e.getLineNumber() + ", column " + e.getColumnNumber()
                            + ")",
                    e);
        } catch (SAXException | IOException e) {
            throw new IllegalArgumentException("The FetchXML cannot be read", e);
        }
    }

    /** Indentation would only make the address longer; FetchXML has no elements with text beside elements. */
    private static void dropBlanks(Element element) {
        Node next;
        for (Node child = element.getFirstChild(); child != null; child = next) {
            next = child.getNextSibling();
            boolean blank = child instanceof Text text && text.getData().isBlank() && hasElements(element);
            if (blank || child instanceof Comment) {
                element.removeChild(child);
            } else if (child instanceof Element inner) {
                dropBlanks(inner);
            }
        }
    }

    private static boolean hasElements(Element element) {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element) {
                return true;
            }
        }
        return false;
    }

    /** Whether pages are counted: a {@code top} and an aggregate come whole. */
    boolean isPaged() {
        return !root().hasAttribute("top") && !root().getAttribute("aggregate").equals("true");
    }

    int firstPage() {
        String page = root().getAttribute("page");
        return page.isEmpty() ? 1 : Integer.parseInt(page);
    }

    /** @param number of the page; empty to keep the element's own, or the first */
    void page(String number, String cookie, int pageSize) {
        Element fetch = root();
        if (!fetch.hasAttribute("count")) {
            fetch.setAttribute("count", Integer.toString(pageSize));
        }
        if (!number.isEmpty()) {
            fetch.setAttribute("page", number);
        } else if (!fetch.hasAttribute("page")) {
            fetch.setAttribute("page", "1");
        }
        if (!cookie.isEmpty()) {
            fetch.setAttribute("paging-cookie", cookie);
        }
    }

    String text() {
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer transformer = factory.newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(root()), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalArgumentException("The FetchXML cannot be written", e);
        }
    }

    private Element root() {
        return document.getDocumentElement();
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            // FetchXML has no document type; with one it could read files of this machine.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Silent());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The XML parser of this Java cannot refuse document types", e);
        }
    }

    /** The parser would print what it throws. */
    private static final class Silent implements ErrorHandler {

        @Override
        public void warning(SAXParseException e) {
            // Says nothing about whether the query can be read.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
