package io.d365hub.check;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

@SuppressWarnings("unused") // only the annotations of the fields are looked at
@UriEndpoint(scheme = "parrot", syntax = "parrot:cage", title = "Parrot", consumerOnly = true)
public class ParrotEndpoint extends DefaultEndpoint {

    /** What it says. */
    public enum Manner {
        ALOUD,
        UNDER_BREATH
    }

    /** Nested, as the options of bigger components are. */
    @UriParams
    public static class Food {

        @UriParam(description = "Nuts a day")
        private int nuts;
    }

    @UriPath(description = "Where it sits")
    @Metadata(required = true)
    private final String cage;

    @UriParam(description = "The words")
    @Metadata(required = true)
    private String words;

    @UriParam(description = "How", defaultValue = "ALOUD")
    private Manner manner = Manner.ALOUD;

    @UriParam(description = "Pause between two sayings", defaultValue = "10s")
    private Duration pause = Duration.ofSeconds(10);

    @UriParam(description = "Whether it also says it at night")
    private boolean nightly;

    @UriParam
    private Food food = new Food();

    ParrotEndpoint(String uri, ParrotComponent component, String cage) {
        super(uri, component);
        this.cage = cage;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("It only speaks");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Nobody listens in these tests");
    }
}
