package io.d365hub.intake;

import io.d365hub.intake.MessageCheck.Refusing;
import io.d365hub.intake.Refusal.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathFactoryConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads one XML document and evaluates an XPath 1.0 on it. No document type, so no entity of the sender's and nothing is
 * ever fetched. Names in a namespace are found by {@code local-name()}. Thread-safe: each thread has its own parser.
 */
final class XmlCheck {

    private static final String JDK_LIMIT = "jdk.xml.";
    private static final int MOST_ATTRIBUTES = 200;

    private final MessageLimits limits;
    private final ThreadLocal<DocumentBuilder> builders = ThreadLocal.withInitial(this::builder);
    private final ThreadLocal<XPath> xpaths = ThreadLocal.withInitial(XmlCheck::xpath);

    XmlCheck(MessageLimits limits) {
        this.limits = limits;
    }

    static void requireXPath(String expression) {
        try {
            xpath().compile(expression);
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(
                    "Record key '" + expression + "' is not an XPath 1.0 expression. Write e.g. /order/@number.", e);
        }
    }

    /** The text of the record key, stripped. It may be blank; never null. The bytes are valid UTF-8. */
    String recordKey(byte[] bytes, int offset, int length, String expression, Refusing refusing)
            throws MessageRefusedException {
        if (isBlank(bytes, offset, length)) {
            throw refusing.because(Reason.EMPTY, "Its body is empty.", "Send one XML document.");
        }
        Document document = parse(bytes, offset, length, refusing);
        String declared = document.getXmlEncoding();
        if (declared != null && !declared.equalsIgnoreCase("UTF-8")) {
            throw refusing.because(
                    Reason.ENCODING,
                    "Its XML declaration names another encoding than UTF-8.",
                    "Send it as UTF-8, and say so in the declaration or leave the encoding out.");
        }
        try {
            return xpaths.get().evaluate(expression, document).strip();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException("Record key '" + expression + "' is not an XPath 1.0 expression.", e);
        }
    }

    private Document parse(byte[] bytes, int offset, int length, Refusing refusing) throws MessageRefusedException {
        InputSource source = new InputSource(new ByteArrayInputStream(bytes, offset, length));
        source.setEncoding(StandardCharsets.UTF_8.name());
        try {
            return builders.get().parse(source);
        } catch (SAXParseException e) {
            // The parser's own words are not passed on: they quote the document.
            if (e.getMessage().contains("DOCTYPE")) {
                throw refusing.because(
                        Reason.MALFORMED,
                        "It has a document type declaration.",
                        "Send it without <!DOCTYPE>; entities of your own are not read.");
            }
            if (e.getMessage().startsWith("JAXP")) {
                throw refusing.because(
                        Reason.LIMIT,
                        "It is nested deeper than " + limits.depth() + " levels, or an element has more than "
                                + MOST_ATTRIBUTES + " attributes.",
                        "Send a plainer message.");
            }
            throw refusing.because(
                    Reason.MALFORMED,
                    "It is not well-formed XML at line " + e.getLineNumber() + ", column " + e.getColumnNumber() + ".",
                    "Send one well-formed XML document.");
        } catch (SAXException e) {
            throw refusing.because(
                    Reason.MALFORMED, "It is not well-formed XML.", "Send one well-formed XML document.");
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory cannot fail", e);
        }
    }

    private static boolean isBlank(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    private DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute(JDK_LIMIT + "maxElementDepth", Integer.toString(limits.depth()));
            factory.setAttribute(JDK_LIMIT + "elementAttributeLimit", Integer.toString(MOST_ATTRIBUTES));
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setNamespaceAware(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Silent());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK's XML parser cannot be made safe", e);
        }
    }

    private static XPath xpath() {
        try {
            XPathFactory factory = XPathFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newXPath();
        } catch (XPathFactoryConfigurationException e) {
            throw new IllegalStateException("The JDK's XPath cannot be made safe", e);
        }
    }

    /** The JDK's own handler prints to standard error. */
    private static final class Silent implements ErrorHandler {

        @Override
        public void warning(SAXParseException e) {
            // A warning does not keep the document from being read.
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
