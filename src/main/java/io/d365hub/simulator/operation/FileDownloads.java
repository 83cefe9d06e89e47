package io.d365hub.simulator.operation;

import io.d365hub.simulator.metadata.Definition;
import io.d365hub.simulator.store.StoredFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Files that clients read in blocks. Thread-safe; the oldest one is given up when there are too many. */
final class FileDownloads {

    private static final int MOST = 50;

    private final Map<String, StoredFile> files = new LinkedHashMap<>();

    /** Starts a download of the file as it is now, and returns its token. */
    synchronized String start(StoredFile file) {
        if (files.size() >= MOST) {
            files.remove(files.keySet().iterator().next());
        }
        String token = UUID.randomUUID().toString();
        files.put(token, file);
        return token;
    }

    synchronized StoredFile file(String token) {
        StoredFile file = files.get(token);
        if (file == null) {
            throw Definition.invalid("The FileContinuationToken is not known.");
        }
        return file;
    }
}
