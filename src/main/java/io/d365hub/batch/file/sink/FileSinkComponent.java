package io.d365hub.batch.file.sink;

import io.d365hub.batch.Batches;
import io.d365hub.batch.RunContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code batch-file-sink:}, rows of batches to files. With {@link Batches} in Camel's registry a run that goes on after a crash
 * finds its files even when no row is left to come.
 */
@Component("batch-file-sink")
public final class FileSinkComponent extends DefaultComponent {

    private final Set<FileSinkProducer> producers = ConcurrentHashMap.newKeySet();

    private boolean listening;

    @Override
    protected Endpoint createEndpoint(String uri, String directory, Map<String, Object> parameters) throws Exception {
        FileSinkEndpoint endpoint = new FileSinkEndpoint(uri, this, directory);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    synchronized void started(FileSinkProducer producer) {
        producers.add(producer);
        if (!listening) {
            Batches batches = getCamelContext().getRegistry().findSingleByType(Batches.class);
            if (batches != null) {
                batches.onBegin(this::begins);
                listening = true;
            }
        }
    }

    void stopped(FileSinkProducer producer) {
        producers.remove(producer);
    }

    private void begins(RunContext run) throws Exception {
        for (FileSinkProducer producer : producers) {
            producer.goOn(run);
        }
    }
}
