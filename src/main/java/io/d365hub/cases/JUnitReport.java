package io.d365hub.cases;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results as JUnit XML, which build servers read: a suite for each file of cases. */
public final class JUnitReport {

    private static final double NANOS = 1e9;

    private JUnitReport() {}

    /**
     * One case that was run.
     *
     * @param took how long that took
     */
    public record Run(CaseResult result, Duration took) {}

    /** Writes the report. */
    public static void write(Path file, List<Run> runs) throws IOException {
        Map<Path, List<Run>> suites = new LinkedHashMap<>();
        runs.forEach(run -> suites.merge(run.result().subject().file(), List.of(run), JUnitReport::joined));
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Map.Entry<Path, List<Run>> suite : suites.entrySet()) {
                suite(xml, suite.getKey(), suite.getValue());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static List<Run> joined(List<Run> one, List<Run> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static void suite(XMLStreamWriter xml, Path file, List<Run> runs) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", file.toString());
        xml.writeAttribute("tests", Integer.toString(runs.size()));
        xml.writeAttribute(
                "failures",
                Long.toString(
                        runs.stream().filter(run -> !run.result().passed()).count()));
        for (Run run : runs) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", file.toString());
            xml.writeAttribute("name", run.result().subject().name());
            xml.writeAttribute(
                    "time", String.format(Locale.ROOT, "%.3f", run.took().toNanos() / NANOS));
            if (!run.result().passed()) {
                String problem = printable(run.result().problem().orElse(""));
                xml.writeStartElement("failure");
                xml.writeAttribute("message", problem.lines().findFirst().orElse(""));
                xml.writeCharacters(problem);
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** Without what XML has no place for. */
    private static String printable(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "?");
    }
}
