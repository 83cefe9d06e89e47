package io.d365hub.batch.file.folder;

import io.d365hub.batch.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * A folder on an SFTP server. A file is copied to this machine before it is read, so that neither a lost connection nor a
 * change on the server meets a run in the middle of a file.
 */
public final class SftpFolder implements FileFolder {

    private static final int MOST_NAMES = 1_000;

    private final String folder;
    private final Path spool;
    private final SshClient client;
    private final ClientSession session;
    private final SftpClient sftp;
    private Path fetched;

    private SftpFolder(String folder, Path spool, SshClient client, ClientSession session, SftpClient sftp) {
        this.folder = folder;
        this.spool = spool;
        this.client = client;
        this.session = session;
        this.sftp = sftp;
    }

    /**
     * Logs in.
     *
     * @param spool folder of this machine for the copy of the file that is being read
     * @throws SourceException THROTTLED when the server is not there, MISCONFIGURED when it does not let us in
     */
    public static SftpFolder open(SftpAddress address, Path spool) throws SourceException, IOException {
        SftpLogin login = new SftpLogin(address);
        SshClient client = login.client();
        try {
            ClientSession session = login.session(client);
            return new SftpFolder(
                    address.path(),
                    spool,
                    client,
                    session,
                    SftpClientFactory.instance().createSftpClient(session));
        } catch (SourceException | IOException | RuntimeException e) {
            client.stop();
            throw e;
        }
    }

    @Override
    public List<FileEntry> list() throws IOException {
        List<FileEntry> files = new ArrayList<>();
        try {
            for (SftpClient.DirEntry entry : sftp.readDir(folder)) {
                if (entry.getAttributes().isRegularFile()) {
                    files.add(entry(entry.getFilename(), entry.getAttributes()));
                }
            }
        } catch (UncheckedIOException e) {
            throw missing(e.getCause()) ? new NoSuchFileException(folder) : e.getCause();
        }
        return files;
    }

    @Override
    public Optional<FileEntry> find(String name) throws IOException {
        try {
            SftpClient.Attributes now = sftp.lstat(in(folder, name));
            return now.isRegularFile() ? Optional.of(entry(name, now)) : Optional.empty();
        } catch (SftpException e) {
            if (missing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean missing(IOException e) {
        return e instanceof SftpException answer && answer.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE;
    }

    private static FileEntry entry(String name, SftpClient.Attributes file) {
        return new FileEntry(name, file.getSize(), file.getModifyTime().toInstant());
    }

    @Override
    public Path fetch(FileEntry file) throws IOException {
        forgetFetched();
        Files.createDirectories(spool);
        fetched = Files.createTempFile(spool, "fetched-", ".tmp");
        try (InputStream in = sftp.read(in(folder, file.name()))) {
            Files.copy(in, fetched, StandardCopyOption.REPLACE_EXISTING);
        }
        return fetched;
    }

    @Override
    public void move(String name, String target, String mark) throws IOException {
        String to = target.startsWith("/") ? target : in(folder, target);
        makeFolder(to);
        for (int attempt = 0; attempt < MOST_NAMES; attempt++) {
            String moved = in(to, attempt == 0 ? name : MovedNames.another(name, mark, attempt));
            if (!isThere(moved)) {
                sftp.rename(in(folder, name), moved);
                return;
            }
        }
        throw new IOException("There are too many files of the name " + name + " in " + to);
    }

    private void makeFolder(String path) throws IOException {
        if (!isThere(path)) {
            sftp.mkdir(path);
        }
    }

    private boolean isThere(String path) throws IOException {
        try {
            sftp.lstat(path);
            return true;
        } catch (SftpException e) {
            if (missing(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void delete(String name) throws IOException {
        if (find(name).isPresent()) {
            sftp.remove(in(folder, name));
        }
    }

    private static String in(String folder, String name) {
        return folder.endsWith("/") || folder.isEmpty() ? folder + name : folder + "/" + name;
    }

    private void forgetFetched() throws IOException {
        if (fetched != null) {
            Files.deleteIfExists(fetched);
            fetched = null;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            sftp.close();
            session.close();
        } finally {
            client.stop();
            forgetFetched();
        }
    }
}
