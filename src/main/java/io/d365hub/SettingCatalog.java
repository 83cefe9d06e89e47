package io.d365hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Every setting that there is, with its default, its sentence and its kind, from a file of the jar. The site's file is another
 * one: whatever stands there makes no new setting. Immutable.
 */
final class SettingCatalog {

    /** Of this package. */
    static final String RESOURCE = "settings.properties";

    private static final SettingCatalog SHIPPED = read();

    private final Map<String, Entry> entries;

    private SettingCatalog(Map<String, Entry> entries) {
        this.entries = Collections.unmodifiableMap(entries);
    }

    /**
     * One setting.
     *
     * @param about its sentences, in one line
     */
    record Entry(String key, String byDefault, String about, SettingKind kind) {}

    static SettingCatalog shipped() {
        return SHIPPED;
    }

    Optional<Entry> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** In the order of the file. */
    Collection<Entry> entries() {
        return entries.values();
    }

    /**
     * The setting whose name is most like this one.
     *
     * @param others names that are looked at as well
     */
    String nearest(String key, Stream<String> others) {
        return Stream.concat(entries.keySet().stream(), others)
                .min(Comparator.comparingInt(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, key)))
                .orElseThrow();
    }

    private static SettingCatalog read() {
        try (InputStream in = SettingCatalog.class.getResourceAsStream(RESOURCE)) {
            return of(PropertyLines.of(new InputStreamReader(in, StandardCharsets.UTF_8), Path.of(RESOURCE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SettingCatalog of(List<PropertyLines.Line> lines) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        StringBuilder about = new StringBuilder();
        SettingKind kind = SettingKind.TEXT;
        for (PropertyLines.Line line : lines) {
            if (line.isComment()) {
                if (line.text().startsWith("#:")) {
                    kind = SettingKind.of(line.text().substring(2).strip());
                } else if (!line.text().startsWith("# ---")) {
                    about.append(line.text().substring(1));
                }
            } else if (line.key().isEmpty()) {
                about.setLength(0);
            } else {
                entries.put(
                        line.key(),
                        new Entry(line.key(), line.value(), about.toString().strip(), kind));
                kind = SettingKind.TEXT;
            }
        }
        return new SettingCatalog(entries);
    }
}
