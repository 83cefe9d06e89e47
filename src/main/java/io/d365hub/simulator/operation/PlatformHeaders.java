package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.QueryOptions;

/**
 * The headers of the platform on a request, or on a part of a batch: impersonation, duplicate detection, and the bypass
 * of custom logic; and the query option {@code tag}.
 */
final class PlatformHeaders {

    private static final String SUPPRESS_DUPLICATES = "MSCRM.SuppressDuplicateDetection";
    private static final String TAG = "tag";

    private PlatformHeaders() {}

    /** The request as its headers want it to be made: the same one when they want nothing. */
    static ApiRequest apply(Environment environment, ApiRequest request) {
        Caller caller = request.caller();
        Impersonation.requireEnabled(environment, caller);
        Caller acting = Impersonation.apply(environment, request.headers(), caller)
                .withBypass(BypassHeaders.of(environment, request));
        String suppressed = request.header(SUPPRESS_DUPLICATES);
        if (suppressed != null) {
            acting = acting.withDuplicates(suppressed.equalsIgnoreCase("false"));
        }
        if (request.query() != null && request.query().contains(TAG)) {
            acting = acting.withTag(QueryOptions.parse(request.query()).get(TAG));
        }
        return acting.equals(caller) ? request : request.by(acting);
    }
}
