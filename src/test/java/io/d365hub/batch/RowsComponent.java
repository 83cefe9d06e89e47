package io.d365hub.batch;

import org.apache.camel.spi.UriEndpoint;

/** {@code batch-rows:}: a batch whose source the test scripts. */
final class RowsComponent extends BatchComponent {

    private final ScriptedSource source;

    RowsComponent(ScriptedSource source) {
        this.source = source;
    }

    @Override
    protected BatchEndpoint endpoint(String uri, String name) {
        return new RowsEndpoint(uri, this, name);
    }

    @UriEndpoint(
            firstVersion = "0.1.0",
            scheme = "batch-rows",
            title = "Rows",
            syntax = "batch-rows:name",
            consumerOnly = true)
    private final class RowsEndpoint extends BatchEndpoint {

        RowsEndpoint(String uri, BatchComponent component, String name) {
            super(uri, component, name);
        }

        @Override
        protected BatchSource source() {
            return source;
        }
    }
}
