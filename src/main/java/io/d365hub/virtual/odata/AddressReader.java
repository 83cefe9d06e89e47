package io.d365hub.virtual.odata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.d365hub.virtual.VirtualTable;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.olingo.commons.api.edm.EdmPrimitiveType;
import org.apache.olingo.commons.api.edm.EdmPrimitiveTypeException;
import org.apache.olingo.commons.api.edm.EdmPrimitiveTypeKind;
import org.apache.olingo.commons.api.http.HttpMethod;
import org.apache.olingo.commons.core.edm.primitivetype.EdmPrimitiveTypeFactory;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.UriInfoKind;
import org.apache.olingo.server.api.uri.UriResource;
import org.apache.olingo.server.api.uri.UriResourceCount;
import org.apache.olingo.server.api.uri.UriResourceEntitySet;
import org.apache.olingo.server.api.uri.UriResourcePrimitiveProperty;
import org.apache.olingo.server.api.uri.UriResourceValue;
import org.apache.olingo.server.core.uri.parser.Parser;
import org.apache.olingo.server.core.uri.validator.UriValidator;

/** Reads address and options by Olingo's parser and validator. Thread-safe. */
final class AddressReader {

    private static final EdmPrimitiveType GUID = EdmPrimitiveTypeFactory.getInstance(EdmPrimitiveTypeKind.Guid);

    /** In the place of a key: addresses that differ in it alone are parsed once. */
    private static final UUID ANY_KEY = new UUID(0, 0);

    private static final Pattern ROW =
            Pattern.compile("(\\w+)\\((\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})\\)");
    private static final Pattern OLD_GUID =
            Pattern.compile("guid(?:'|%27)(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})(?:'|%27)");
    private static final int MOST_KNOWN = 500;
    private static final int LONGEST_KNOWN = 1_000;

    private final ServiceModel model;
    private final Cache<Question, Address.Parsed> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    AddressReader(ServiceModel model) {
        this.model = model;
    }

    /** All that a reading depends on. */
    private record Question(String method, String path, String query) {}

    /**
     * Reads them. What a caller asks again and again, and rows by their keys, are parsed once.
     *
     * @throws ODataFault when they are not known, malformed or not supported
     */
    Address.Parsed read(ODataCall call) throws ODataFault {
        Matcher row = ROW.matcher(call.path());
        boolean isRow = row.matches();
        Question question =
                new Question(call.method(), isRow ? row.group(1) + "(" + ANY_KEY + ")" : call.path(), call.query());
        Address.Parsed parsed = known.getIfPresent(question);
        if (parsed == null) {
            parsed = parse(question, call.root());
            if (question.path().length() + question.query().length() <= LONGEST_KNOWN) {
                known.put(question, parsed);
            }
        }
        return isRow && parsed.address() instanceof Address.Row any
                ? new Address.Parsed(new Address.Row(any.table(), UUID.fromString(row.group(2))), parsed.uri())
                : parsed;
    }

    private Address.Parsed parse(Question call, String root) throws ODataFault {
        OptionCheck.check(call.query());
        QueryCost.check("The path", call.path());
        String query = plainGuids(call.query());
        UriInfo uri = olingo(() -> new Parser(model.metadata().getEdm(), model.odata())
                .parseUri("/" + plainGuids(call.path()), query.isEmpty() ? null : query, null, root));
        Address address = address(uri);
        return olingo(() -> {
            new UriValidator().validate(uri, HttpMethod.valueOf(call.method()));
            return new Address.Parsed(address, uri);
        });
    }

    /**
     * GUIDs as OData 4.0 writes them. Older clients write {@code guid'...'} (spec dataverse-events-and-virtual-tables §8.2); in a text a
     * quote is doubled, so that nothing of it is taken for one.
     */
    private static String plainGuids(String text) {
        return text.contains("guid") ? OLD_GUID.matcher(text).replaceAll("$1") : text;
    }

    /** Work of Olingo's parser. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws ODataLibraryException;
    }

    /** Some mistakes the parser does not expect, e.g. the name of a type that there is not: those are the caller's, too. */
    private static <T> T olingo(Reading<T> reading) throws ODataFault {
        try {
            return reading.read();
        } catch (ODataLibraryException e) {
            throw OlingoFaults.of(e);
        } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException | ClassCastException e) {
            throw ODataFault.badRequest("The address cannot be understood as one of OData.", "");
        }
    }

    private Address address(UriInfo uri) throws ODataFault {
        if (uri.getKind() == UriInfoKind.service) {
            return new Address.ServiceDocument();
        }
        if (uri.getKind() == UriInfoKind.metadata) {
            return new Address.Metadata();
        }
        if (uri.getKind() == UriInfoKind.batch) {
            return new Address.Batch();
        }
        if (uri.getKind() != UriInfoKind.resource) {
            throw notSupported();
        }
        return resource(uri.getUriResourceParts());
    }

    private Address resource(List<UriResource> parts) throws ODataFault {
        if (!(parts.get(0) instanceof UriResourceEntitySet set)) {
            throw notSupported();
        }
        VirtualTable table = model.table(set.getEntitySet().getName());
        if (set.getTypeFilterOnCollection() != null || set.getTypeFilterOnEntry() != null) {
            throw notSupported();
        }
        if (set.getKeyPredicates().isEmpty()) {
            if (parts.size() == 1) {
                return new Address.Rows(table);
            }
            if (parts.size() == 2 && parts.get(1) instanceof UriResourceCount) {
                return new Address.RowCount(table);
            }
            throw notSupported();
        }
        UUID key = guid(set.getKeyPredicates().get(0).getText());
        if (parts.size() == 1) {
            return new Address.Row(table, key);
        }
        if (parts.get(1) instanceof UriResourcePrimitiveProperty property) {
            boolean raw = parts.size() == 3 && parts.get(2) instanceof UriResourceValue;
            if (raw || parts.size() == 2) {
                return new Address.Property(
                        table,
                        key,
                        table.column(property.getProperty().getName()).orElseThrow(),
                        raw);
            }
        }
        throw notSupported();
    }

    private static UUID guid(String literal) throws ODataFault {
        try {
            return GUID.valueOfString(GUID.fromUriLiteral(literal), false, null, null, null, true, UUID.class);
        } catch (EdmPrimitiveTypeException e) {
            throw ODataFault.badRequest("The key is no GUID.", "");
        }
    }

    private static ODataFault notSupported() {
        return ODataFault.unsupported(
                "This address is not supported. Supported are sets, /$count, rows by their key, and their properties.",
                "");
    }
}
