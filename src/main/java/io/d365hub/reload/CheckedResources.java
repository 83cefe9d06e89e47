package io.d365hub.reload;

import io.d365hub.reload.SourceFile.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.ResourceEndpoint;
import org.apache.camel.impl.engine.DefaultResourceLoader;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * Gives routes the files that they name as they were when they were checked, whenever Camel reads them: a file that is changed,
 * broken or deleted meanwhile does no harm. Thread-safe.
 */
final class CheckedResources extends DefaultResourceLoader {

    private static final String FILE = "file:";

    private final Map<Path, byte[]> files = new ConcurrentHashMap<>();

    /** @param context must be told of it as its resource loader */
    CheckedResources(CamelContext context) {
        super(context);
    }

    void put(SourceFile file) {
        if (file.kind() == Kind.RESOURCE) {
            files.put(file.name(), file.content());
        }
    }

    /** Makes endpoints that keep what they have read, such as mappings, read the file again with their next message. */
    void readAgain(CamelContext context, Path name) {
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof ResourceEndpoint reading && name.equals(path(reading.getResourceUri()))) {
                reading.clearContentCache();
            }
        }
    }

    @Override
    public Resource resolveResource(String uri) {
        Path path = path(uri);
        byte[] content = path == null ? null : files.get(path);
        return content == null ? super.resolveResource(uri) : ResourceHelper.fromBytes(uri, content);
    }

    /** Null when it is no file. */
    private static Path path(String uri) {
        if (uri == null || !uri.startsWith(FILE)) {
            return null;
        }
        String name = uri.substring(FILE.length());
        try {
            return Path.of(name.startsWith("//") ? name.substring(2) : name).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
