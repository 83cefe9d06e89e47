package io.d365hub.batch.file.format;

import java.io.IOException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Elements of an XML document, which is read as a stream. A file with a document type is refused, so no entity of the
 * sender's is ever read.
 */
final class XmlRecords implements RecordReader {

    private final FileContent content;
    private final FormatOptions options;
    private final RecordBound bytes;
    private final XMLStreamReader xml;
    private final XmlRow rows = new XmlRow();
    private int depth;
    private long number;

    XmlRecords(FileContent content, FormatOptions options) throws IOException {
        this.content = content;
        this.options = options;
        this.bytes = new RecordBound(content.open(), content, options.recordLimit());
        try {
            this.xml = factory().createXMLStreamReader(bytes);
        } catch (XMLStreamException e) {
            bytes.close();
            throw broken(e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("Nothing is fetched for a document");
        });
        return factory;
    }

    @Override
    public FileRecord next() throws IOException {
        bytes.recordBegins();
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    throw documentType();
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    if (isRecord()) {
                        depth--;
                        number++;
                        long line = xml.getLocation().getLineNumber();
                        return FileRecord.of(number, line, rows.read(xml));
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
                if (!options.recordElement().isEmpty()) {
                    bytes.recordBegins();
                }
            }
            return null;
        } catch (XMLStreamException | IllegalArgumentException e) {
            throw broken(e);
        }
    }

    private boolean isRecord() {
        return options.recordElement().isEmpty()
                ? depth == 2
                : xml.getLocalName().equals(options.recordElement());
    }

    private FileRefusedException documentType() {
        return new FileRefusedException(
                "xml-doctype",
                content.name() + " was not read.",
                "It has a document type declaration, which can fetch other files or grow without end.",
                "Have it delivered without <!DOCTYPE>.");
    }

    private IOException broken(Exception e) {
        IOException known = FileRefusedException.within(e);
        if (known instanceof FileRefusedException) {
            return known;
        }
        // The parser's own words are not passed on: they quote the document.
        String place = e instanceof XMLStreamException xmlError && xmlError.getLocation() != null
                ? " at line " + xmlError.getLocation().getLineNumber()
                : "";
        return new FileRefusedException(
                "xml",
                (number == 0 ? content.name() : "The rest of " + content.name()) + " was not read"
                        + (number == 0 ? "." : ", behind record " + number + "."),
                e instanceof IllegalArgumentException ? e.getMessage() : "It is not well-formed XML" + place + ".",
                "Have the file delivered again as plain, well-formed XML.");
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        } finally {
            bytes.close();
        }
    }
}
