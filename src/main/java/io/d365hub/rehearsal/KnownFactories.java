package io.d365hub.rehearsal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.ClassResolver;

/**
 * Remembers for all rehearsals of this process what Camel's factory files say. Each new context asks some dozens of them, most of
 * which do not exist, of every library (measured: a third of the time that a rehearsal takes to start). What plug-ins bring is
 * looked up each time. Not thread-safe beyond Camel's own use; the memory is shared by all.
 */
final class KnownFactories extends DefaultClassResolver {

    private static final String FACTORIES = "META-INF/services/org/apache/camel/";
    /** Libraries have some hundreds; names that routes make up must not add up without end. */
    private static final int MOST = 5_000;

    private static final Map<String, Optional<byte[]>> KNOWN = new ConcurrentHashMap<>();

    private volatile boolean plugIns;

    private KnownFactories(CamelContext context) {
        super(context);
    }

    /** A context, built but not started, that asks for its factories here. */
    static CamelContext context() {
        CamelContext context = new DefaultCamelContext() {
            @Override
            protected ClassResolver createClassResolver() { // from the constructor, which asks for factories already
                return new KnownFactories(this);
            }
        };
        // Nothing is worth waiting for: a mapping that filled the stack leaves its exchange under way for ever.
        context.getShutdownStrategy().setTimeout(1);
        context.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        return context;
    }

    @Override
    public void addClassLoader(ClassLoader classLoader) {
        plugIns = true;
        super.addClassLoader(classLoader);
    }

    @Override
    public InputStream loadResourceAsStream(String uri) {
        if (plugIns || !uri.startsWith(FACTORIES)) {
            return super.loadResourceAsStream(uri);
        }
        if (KNOWN.size() >= MOST) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(uri, this::read)
                .map(ByteArrayInputStream::new)
                .orElse(null);
    }

    private Optional<byte[]> read(String uri) {
        try (InputStream in = super.loadResourceAsStream(uri)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
