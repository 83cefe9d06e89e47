package io.d365hub.batch.file;

import io.d365hub.batch.BatchEndpoint;
import io.d365hub.batch.BatchSource;
import io.d365hub.batch.file.folder.LocalFolder;
import io.d365hub.batch.file.folder.SftpAddress;
import io.d365hub.batch.file.folder.SftpFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/** Rows of the files of a folder, here or behind SFTP: CSV, JSON, NDJSON, XML and XLSX, also packed. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "batch-file",
        title = "Batch from files",
        syntax = "batch-file:name",
        consumerOnly = true,
        category = {Category.FILE})
public final class BatchFileEndpoint extends BatchEndpoint {

    private static final String SFTP = "sftp://";

    @UriParam
    private final BatchFileConfiguration configuration;

    BatchFileEndpoint(String uri, BatchFileComponent component, String name) {
        super(uri, component, name);
        this.configuration = new BatchFileConfiguration();
    }

    /** The options of files. */
    public BatchFileConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    protected Object configuration() {
        return configuration;
    }

    @Override
    protected BatchSource source() {
        String directory = configuration.getDirectory();
        if (directory == null || directory.isBlank()) {
            throw new IllegalArgumentException("Option 'directory' of batch '" + getName()
                    + "' is missing. Name the folder that the files come into, e.g. data/prices.");
        }
        FileOptions options = new FileDeclaration(getName(), configuration).options();
        FileRuntime runtime = getCamelContext().getRegistry().findSingleByType(FileRuntime.class);
        if (runtime == null) {
            throw new IllegalStateException(
                    "There is no FileRuntime in Camel's registry, so 'batch-file:' endpoints cannot start. Bind one.");
        }
        if (!directory.startsWith(SFTP)) {
            return new FileSource(options, runtime, () -> local(runtime, directory), directory);
        }
        SftpAddress address = new SftpAddress(
                URI.create(directory),
                configuration.getPassword(),
                configuration.getPrivateKey(),
                configuration.getPassphrase(),
                configuration.getKnownHosts());
        Path spool = runtime.spool().resolve(getName());
        return new FileSource(options, runtime, () -> SftpFolder.open(address, spool), address.toString());
    }

    /** A folder in the hub's own is made; that one elsewhere is missing may mean that its disk is not there. */
    private static LocalFolder local(FileRuntime runtime, String directory) throws IOException {
        Path folder = runtime.folder(directory);
        if (!Path.of(directory).isAbsolute()) {
            Files.createDirectories(folder);
        }
        return new LocalFolder(folder);
    }
}
