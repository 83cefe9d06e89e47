package io.d365hub.rehearsal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Any component, as far as a case can see: takes every option that no {@link DoorRule} refuses, sends nothing, receives nothing by itself. */
final class StandInComponent extends DefaultComponent {

    private final StandIns standIns;
    private final String scheme;

    StandInComponent(StandIns standIns, String scheme) {
        this.standIns = standIns;
        this.scheme = scheme;
        setAutowiredEnabled(false); // Camel would wire the component that it takes this one for
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Map<String, String> options = new LinkedHashMap<>();
        parameters.forEach((name, value) -> options.put(name, String.valueOf(value)));
        parameters.clear(); // whether the options are right is the check's business
        return new StandInEndpoint(uri, remaining, options);
    }

    private final class StandInEndpoint extends DefaultEndpoint {

        private final String path;
        private final Map<String, String> options;

        StandInEndpoint(String uri, String path, Map<String, String> options) {
            super(uri, StandInComponent.this);
            this.path = path;
            this.options = options;
        }

        @Override
        public Producer createProducer() throws Exception {
            Optional<Component> inProcess = standIns.target(scheme, getCamelContext());
            if (inProcess.isPresent()) {
                return inProcess.get().createEndpoint(getEndpointUri()).createProducer();
            }
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    standIns.keep(scheme + ":" + path, exchange);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            standIns.ask(getCamelContext(), scheme, path, options);
            Consumer consumer = new DefaultConsumer(this, processor);
            standIns.open(new Door(scheme, path, options, consumer));
            return consumer;
        }
    }
}
