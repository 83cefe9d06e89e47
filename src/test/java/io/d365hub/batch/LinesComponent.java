package io.d365hub.batch;

import org.apache.camel.spi.annotations.Component;

/** {@code batch-lines:}: a batch of the lines of a file, each a JSON object. The smallest source that has positions. */
@Component("batch-lines")
public final class LinesComponent extends BatchComponent {

    @Override
    protected BatchEndpoint endpoint(String uri, String name) {
        return new LinesEndpoint(uri, this, name);
    }
}
