package io.d365hub.virtual.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.key.GuidKeys;
import io.d365hub.virtual.odata.ServiceModel.TableModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.olingo.commons.api.data.ContextURL;
import org.apache.olingo.commons.api.edm.EdmPrimitiveType;
import org.apache.olingo.commons.api.edm.EdmProperty;
import org.apache.olingo.commons.api.format.ContentType;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.ODataServerError;
import org.apache.olingo.server.api.serializer.EntityCollectionSerializerOptions;
import org.apache.olingo.server.api.serializer.ODataSerializer;
import org.apache.olingo.server.api.serializer.PrimitiveSerializerOptions;
import org.apache.olingo.server.api.serializer.PrimitiveValueSerializerOptions;
import org.apache.olingo.server.api.serializer.SerializerException;
import org.apache.olingo.server.api.uri.queryoption.CountOption;
import org.apache.olingo.server.api.uri.queryoption.SelectOption;

/** Writes bodies by Olingo's serialisers. Immutable, thread-safe. */
final class AnswerWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServiceModel model;

    AnswerWriter(ServiceModel model) {
        this.model = model;
    }

    byte[] serviceDocument(ContentType type, String root) throws ODataLibraryException {
        return withKinds(bytes(serializer(type)
                .serviceDocument(model.metadata(), root.substring(0, root.length() - 1))
                .getContent()));
    }

    /**
     * Says of each set that it is one. OData lets it be left out (JSON Format 5), as Olingo does; the provider of Dataverse
     * is said to be particular about this document (spec dataverse-events-and-virtual-tables §8.1 [C]).
     */
    private static byte[] withKinds(byte[] document) {
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(document);
            for (JsonNode element : root.path("value")) {
                if (!element.has("kind")) {
                    ((ObjectNode) element).put("kind", "EntitySet");
                }
            }
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] metadata(ContentType type) throws ODataLibraryException {
        return bytes(serializer(type).metadataDocument(model.metadata()).getContent());
    }

    byte[] rows(
            VirtualTable table,
            List<TableRow> rows,
            SelectOption select,
            CountOption countWanted,
            OptionalLong count,
            Optional<String> next,
            ContentType type,
            String root)
            throws ODataLibraryException {
        TableModel edm = model.of(table);
        return new RowSerializer(type)
                .rows(
                        model.metadata(),
                        edm.type(),
                        new RowEntities(rows, edm.typeName(), count, next),
                        EntityCollectionSerializerOptions.with()
                                .contextURL(context(edm, select, root).build())
                                .select(select)
                                .count(countWanted)
                                .build(),
                        rows.size());
    }

    byte[] row(TableRow row, SelectOption select, ContentType type, String root) throws ODataLibraryException {
        TableModel edm = model.of(row.table());
        ContextURL context =
                context(edm, select, root).suffix(ContextURL.Suffix.ENTITY).build();
        return new RowSerializer(type)
                .row(model.metadata(), edm.type(), new RowEntity(row, edm.typeName()), select, context);
    }

    byte[] property(TableRow row, VirtualColumn column, ContentType type, String root) throws ODataLibraryException {
        TableModel edm = model.of(row.table());
        EdmProperty property = (EdmProperty) edm.type().getProperty(column.name());
        ContextURL context = ContextURL.with()
                .serviceRoot(URI.create(root))
                .entitySet(edm.set())
                .keyPath("'" + GuidKeys.guid(row.table(), row.table().key(), row.key()) + "'")
                .navOrPropertyPath(column.name())
                .build();
        return bytes(serializer(type)
                .primitive(
                        model.metadata(),
                        (EdmPrimitiveType) property.getType(),
                        RowEntity.property(row, column),
                        PrimitiveSerializerOptions.with()
                                .contextURL(context)
                                .facetsFrom(property)
                                .build())
                .getContent());
    }

    byte[] rawProperty(TableRow row, VirtualColumn column) throws ODataLibraryException {
        EdmProperty property = (EdmProperty) model.of(row.table()).type().getProperty(column.name());
        return bytes(model.odata()
                .createFixedFormatSerializer()
                .primitiveValue(
                        (EdmPrimitiveType) property.getType(),
                        RowEntity.property(row, column).getValue(),
                        PrimitiveValueSerializerOptions.with()
                                .facetsFrom(property)
                                .build()));
    }

    byte[] error(ODataFault fault) {
        ODataServerError error = new ODataServerError()
                .setStatusCode(fault.status())
                .setCode(fault.code())
                .setMessage(fault.getMessage())
                .setTarget(fault.target().isEmpty() ? null : fault.target());
        try {
            return bytes(serializer(ContentType.JSON).error(error).getContent());
        } catch (ODataLibraryException e) {
            return "{\"error\":{\"code\":\"InternalError\",\"message\":\"The error could not be written.\"}}"
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private ContextURL.Builder context(TableModel edm, SelectOption select, String root) throws SerializerException {
        String list = model.odata().createUriHelper().buildContextURLSelectList(edm.type(), null, select);
        return ContextURL.with()
                .serviceRoot(URI.create(root))
                .entitySet(edm.set())
                .selectList(list);
    }

    private ODataSerializer serializer(ContentType type) throws SerializerException {
        return model.odata().createSerializer(type);
    }

    private static byte[] bytes(InputStream content) {
        try (content) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
