package io.d365hub.simulator.operation;

import io.d365hub.simulator.metadata.Definition;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.PayloadError;
import io.d365hub.simulator.odata.RowAddress;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Files that arrive in named blocks. Thread-safe; the oldest unfinished one is given up when there are too many. */
final class FileBlocks {

    private static final int MOST = 50;
    /** What a block may have, before it is put into Base64. */
    private static final int MOST_BLOCK_BYTES = 4 * 1024 * 1024;

    private static final int MOST_ID_BYTES = 64;

    private final Map<String, Upload> uploads = new LinkedHashMap<>();

    /** One file that is on its way. */
    private record Upload(RowAddress address, ColumnDefinition column, String name, Map<String, byte[]> blocks) {

        long bytes() {
            return blocks.values().stream().mapToLong(block -> block.length).sum();
        }
    }

    /**
     * A file that has come completely.
     *
     * @param address of its row
     * @param name as given at the start
     */
    record Complete(RowAddress address, ColumnDefinition column, String name, byte[] content) {}

    /** Starts an upload, and returns its token. */
    synchronized String start(RowAddress address, ColumnDefinition column, String name) {
        if (uploads.size() >= MOST) {
            uploads.remove(uploads.keySet().iterator().next());
        }
        String token = UUID.randomUUID().toString();
        uploads.put(token, new Upload(address, column, name, new HashMap<>()));
        return token;
    }

    /** Keeps a block; one that comes again takes the place of the one before. */
    synchronized void add(String token, byte[] id, byte[] data) {
        Upload upload = upload(token);
        if (id.length == 0 || id.length > MOST_ID_BYTES) {
            throw Definition.invalid("A BlockId has 1 to " + MOST_ID_BYTES + " bytes before it is encoded.");
        }
        if (data.length > MOST_BLOCK_BYTES) {
            throw Definition.invalid("A block has at most " + MOST_BLOCK_BYTES + " bytes.");
        }
        String name = name(id);
        if (upload.blocks().keySet().stream().anyMatch(other -> other.length() != name.length())) {
            throw Definition.invalid("All BlockIds of a file have the same length.");
        }
        upload.blocks().put(name, data);
        if (upload.bytes() > upload.column().mostBytes()) {
            uploads.remove(token);
            throw PayloadError.fileTooBig(upload.column());
        }
    }

    /** Puts the named blocks together, in this order. */
    synchronized Complete commit(String token, List<byte[]> ids) {
        Upload upload = upload(token);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] id : ids) {
            byte[] block = upload.blocks().get(name(id));
            if (block == null) {
                throw Definition.invalid("The BlockList names a block that was not uploaded.");
            }
            content.writeBytes(block);
            if (content.size() > upload.column().mostBytes()) {
                throw PayloadError.fileTooBig(upload.column());
            }
        }
        uploads.remove(token);
        return new Complete(upload.address(), upload.column(), upload.name(), content.toByteArray());
    }

    private Upload upload(String token) {
        Upload upload = uploads.get(token);
        if (upload == null) {
            throw Definition.invalid("The FileContinuationToken is not known.");
        }
        return upload;
    }

    /** Bytes as a map's key. */
    private static String name(byte[] id) {
        return HexFormat.of().formatHex(id);
    }
}
