package io.d365hub.virtual.odata;

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

    private Negotiation() {}

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
