package io.d365hub.virtual.odata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.codec.DecoderException;
import org.apache.olingo.commons.api.data.ContextURL;
import org.apache.olingo.commons.api.data.Entity;
import org.apache.olingo.commons.api.data.EntityIterator;
import org.apache.olingo.commons.api.edm.EdmEntityType;
import org.apache.olingo.commons.api.format.ContentType;
import org.apache.olingo.server.api.ServiceMetadata;
import org.apache.olingo.server.api.serializer.EntityCollectionSerializerOptions;
import org.apache.olingo.server.api.serializer.SerializerException;
import org.apache.olingo.server.api.uri.queryoption.SelectOption;
import org.apache.olingo.server.core.serializer.json.ODataJsonSerializer;

/**
 * Olingo's serialiser of rows, writing into an array: its own methods make a JSON factory and a chain of buffers for each
 * answer, which costs a single row more than the row itself. Thread-safe.
 */
final class RowSerializer extends ODataJsonSerializer {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int BYTES_OF_A_ROW = 512;

    private final boolean withoutMetadata;

    RowSerializer(ContentType type) {
        super(type);
        this.withoutMetadata = ContentType.VALUE_ODATA_METADATA_NONE.equalsIgnoreCase(
                type.getParameter(ContentType.PARAMETER_ODATA_METADATA));
    }

    byte[] row(ServiceMetadata metadata, EdmEntityType type, Entity row, SelectOption select, ContextURL context)
            throws SerializerException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_OF_A_ROW);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            writeEntity(
                    metadata,
                    type,
                    row,
                    withoutMetadata ? null : context,
                    null,
                    null,
                    select,
                    false,
                    null,
                    context.getEntitySetOrSingletonOrType(),
                    json);
        } catch (IOException | DecoderException e) {
            throw new SerializerException(
                    "A row could not be written", e, SerializerException.MessageKeys.IO_EXCEPTION);
        }
        return bytes.toByteArray();
    }

    /** @param likely how many rows there are, for the size of the first array */
    byte[] rows(
            ServiceMetadata metadata,
            EdmEntityType type,
            EntityIterator rows,
            EntityCollectionSerializerOptions options,
            int likely)
            throws SerializerException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((1 + likely) * BYTES_OF_A_ROW / 2);
        entityCollectionIntoStream(metadata, type, rows, options, bytes);
        return bytes.toByteArray();
    }
}
