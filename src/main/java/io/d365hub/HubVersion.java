package io.d365hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which hub this is. */
final class HubVersion {

    /** What the build writes into the jar. */
    private static final String WRITTEN_BY_THE_BUILD = "/META-INF/maven/io.d365hub/d365-hub/pom.properties";

    private HubVersion() {}

    /** The version of the jar; {@code unpacked} where classes run that are in none. */
    static String text() {
        try (InputStream in = HubVersion.class.getResourceAsStream(WRITTEN_BY_THE_BUILD)) {
            if (in == null) {
                return "unpacked";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unpacked");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
