package io.d365hub.batch.file;

import io.d365hub.batch.BatchComponent;
import io.d365hub.batch.BatchEndpoint;
import org.apache.camel.spi.annotations.Component;

/** {@code batch-file:}, batches from files. Needs a {@link FileRuntime} in Camel's registry once routes start. */
@Component("batch-file")
public final class BatchFileComponent extends BatchComponent {

    @Override
    protected BatchEndpoint endpoint(String uri, String name) {
        return new BatchFileEndpoint(uri, this, name);
    }
}
