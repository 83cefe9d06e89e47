package io.d365hub.batch.source;

import io.d365hub.batch.BatchEndpoint;
import io.d365hub.batch.BatchSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** Sources as routes declare them: by the address of their endpoint. */
public final class TestEndpoints {

    private TestEndpoints() {}

    /** The source of an endpoint; options are {@code name=value}, values as they are. */
    public static BatchSource source(DefaultCamelContext camel, String scheme, String... options) {
        List<String> all = new ArrayList<>(List.of("recordKey=RAW(/id)"));
        for (String option : options) {
            int equals = option.indexOf('=');
            all.add(option.substring(0, equals) + "=RAW(" + option.substring(equals + 1) + ")");
        }
        BatchEndpoint endpoint = camel.getEndpoint(scheme + ":test?" + String.join("&", all), BatchEndpoint.class);
        return SourceOf.endpoint(endpoint);
    }
}
