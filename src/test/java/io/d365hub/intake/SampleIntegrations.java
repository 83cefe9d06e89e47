package io.d365hub.intake;

import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.Integration.Format;
import java.util.Set;

/** Integrations as routes declare them. */
final class SampleIntegrations {

    private SampleIntegrations() {}

    static Integration json(String name, String pointer, String... headers) {
        return of(name, Format.JSON, pointer, headers);
    }

    static Integration xml(String name, String xpath) {
        return of(name, Format.XML, xpath);
    }

    private static Integration of(String name, Format format, String recordKey, String... headers) {
        return new Integration(
                name,
                format,
                recordKey,
                Integration.DEFAULT_PARTITIONS,
                Set.of(headers),
                Integration.DEFAULT_STARTED_LIMIT,
                Integration.DEFAULT_PATIENCE,
                Integration.DEFAULT_PARENT_WAIT,
                AfterDeadLetter.CONTINUE,
                "routes/" + name + ".camel.yaml");
    }
}
