package io.d365hub.virtual.odata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import org.apache.olingo.commons.api.edm.constants.ODataServiceVersion;
import org.apache.olingo.commons.api.format.ContentType;
import org.apache.olingo.commons.api.http.HttpHeader;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.ODataRequest;
import org.apache.olingo.server.api.prefer.Preferences;
import org.apache.olingo.server.api.serializer.CustomContentTypeSupport;
import org.apache.olingo.server.api.serializer.RepresentationType;
import org.apache.olingo.server.api.uri.queryoption.FormatOption;
import org.apache.olingo.server.core.ContentNegotiator;
import org.apache.olingo.server.core.ODataHandlerException;

/** Versions, types and preferences that a request asks for, read by Olingo. */
final class Negotiation {

    /** Rows are given as JSON only: Dataverse and OData 4.0 ask for no more. */
    private static final CustomContentTypeSupport JSON_ONLY = (types, representation) -> types.stream()
            .filter(type -> representation == RepresentationType.METADATA
                    || representation == RepresentationType.COUNT
                    || representation == RepresentationType.VALUE
                    || type.isCompatible(ContentType.APPLICATION_JSON))
            .toList();

    private static final int MOST_KNOWN = 500;
    private static final int LONGEST_KNOWN = 500;
    private static final Cache<Wish, ContentType> KNOWN =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    private Negotiation() {}

    /** What a caller wants to have, and of what. Callers have few of them, and say them with each request. */
    private record Wish(List<String> accept, List<String> charsets, String format, RepresentationType what) {

        int length() {
            return format.length()
                    + accept.stream().mapToInt(String::length).sum()
                    + charsets.stream().mapToInt(String::length).sum();
        }
    }

    static void version(ODataCall call) throws ODataFault {
        try {
            boolean good = call.header(HttpHeader.ODATA_VERSION)
                            .map(ODataServiceVersion::isValidODataVersion)
                            .orElse(true)
                    && call.header(HttpHeader.ODATA_MAX_VERSION)
                            .map(ODataServiceVersion::isValidMaxODataVersion)
                            .orElse(true);
            if (good) {
                return;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw ODataFault.of(
                400,
                ODataHandlerException.MessageKeys.ODATA_VERSION_NOT_SUPPORTED.getKey(),
                "This service speaks OData 4.0.",
                "OData-MaxVersion");
    }

    static ContentType type(ODataCall call, FormatOption format, RepresentationType what) throws ODataFault {
        Wish wish = new Wish(
                call.headers(HttpHeader.ACCEPT),
                call.headers(HttpHeader.ACCEPT_CHARSET),
                format == null || format.getFormat() == null ? "" : format.getFormat(),
                what);
        ContentType known = KNOWN.getIfPresent(wish);
        if (known == null) {
            known = negotiated(call, format, what);
            if (wish.length() <= LONGEST_KNOWN) {
                KNOWN.put(wish, known);
            }
        }
        return known;
    }

    private static ContentType negotiated(ODataCall call, FormatOption format, RepresentationType what)
            throws ODataFault {
        ODataRequest request = new ODataRequest();
        for (String name : List.of(HttpHeader.ACCEPT, HttpHeader.ACCEPT_CHARSET)) {
            List<String> values = call.headers(name);
            if (!values.isEmpty()) {
                request.addHeader(name, values);
            }
        }
        try {
            return ContentNegotiator.doContentNegotiation(format, request, JSON_ONLY, what);
        } catch (ODataLibraryException e) {
            throw OlingoFaults.of(e);
        } catch (IllegalArgumentException e) {
            throw ODataFault.of(406, "NotAcceptable", "The header Accept cannot be understood.", "Accept");
        }
    }

    static Optional<Integer> maxPageSize(Preferences preferences) {
        return Optional.ofNullable(preferences.getMaxPageSize());
    }
}
