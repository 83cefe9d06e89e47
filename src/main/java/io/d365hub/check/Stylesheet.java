package io.d365hub.check;

import java.nio.file.Path;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.SourceLocator;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.TransformerFactoryConfigurationError;
import javax.xml.transform.stream.StreamSource;

/** Compiles an XSLT stylesheet with Saxon when it is among the hub's libraries, else with the JDK's XSLT 1.0. */
final class Stylesheet {

    private static final String SAXON = "net.sf.saxon.TransformerFactoryImpl";

    private Stylesheet() {}

    static Optional<Finding> mistake(Path name, Path file) {
        FirstMistake first = new FirstMistake();
        try {
            TransformerFactory factory = factory();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setErrorListener(first);
            factory.newTemplates(new StreamSource(file.toFile()));
            return Optional.empty();
        } catch (TransformerConfigurationException e) {
            TransformerException told = first.told == null ? e : first.told;
            SourceLocator at = told.getLocator();
            return Optional.of(new Finding(
                    name,
                    at == null ? 0 : Math.max(at.getLineNumber(), 0),
                    at == null ? 0 : Math.max(at.getColumnNumber(), 0),
                    "This stylesheet does not compile.",
                    "XSLT says: " + reason(told) + ".",
                    "Correct it."));
        }
    }

    private static String reason(TransformerException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.strip().lines().findFirst().orElse("").replaceFirst("[.]$", "");
    }

    private static TransformerFactory factory() {
        try {
            return TransformerFactory.newInstance(SAXON, Stylesheet.class.getClassLoader());
        } catch (TransformerFactoryConfigurationError e) {
            return TransformerFactory.newDefaultInstance();
        }
    }

    private static final class FirstMistake implements ErrorListener {

        private TransformerException told;

        @Override
        public void warning(TransformerException e) {
            // no mistake
        }

        @Override
        public void error(TransformerException e) {
            told = told == null ? e : told;
        }

        @Override
        public void fatalError(TransformerException e) {
            told = told == null ? e : told;
        }
    }
}
