package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.QueryOptions;
import java.util.List;
import java.util.UUID;

/**
 * The headers of the platform on a request, or on a part of a batch: impersonation, duplicate detection, and the
 * bypass of custom logic, which has no effect here because there is none, but needs its privilege.
 */
final class PlatformHeaders {

    private static final String SUPPRESS_DUPLICATES = "MSCRM.SuppressDuplicateDetection";
    private static final String BYPASS_PLUGINS = "MSCRM.BypassCustomPluginExecution";
    private static final List<String> BYPASS_LOGIC =
            List.of("MSCRM.BypassBusinessLogicExecution", "MSCRM.BypassBusinessLogicExecutionStepIds");

    private static final String TAG = "tag";

    private PlatformHeaders() {}

    /** The request as its headers want it to be made: the same one when they want nothing. */
    static ApiRequest apply(Environment environment, ApiRequest request) {
        Caller caller = request.caller();
        Impersonation.requireEnabled(environment, caller);
        Caller acting = Impersonation.apply(environment, request.headers(), caller);
        if ("true".equalsIgnoreCase(request.header(BYPASS_PLUGINS))) {
            require(environment, caller.realUserId(), Privilege.BYPASS_PLUGINS);
        }
        for (String header : BYPASS_LOGIC) {
            if (request.header(header) != null) {
                require(environment, caller.realUserId(), Privilege.BYPASS_BUSINESS_LOGIC);
            }
        }
        String suppressed = request.header(SUPPRESS_DUPLICATES);
        boolean detecting = suppressed == null ? acting.detectingDuplicates() : suppressed.equalsIgnoreCase("false");
        if (detecting != acting.detectingDuplicates()) {
            acting = new Caller(acting.userId(), acting.onBehalfOf(), detecting, acting.tag());
        }
        if (request.query() != null && request.query().contains(TAG)) {
            String tag = QueryOptions.parse(request.query()).get(TAG);
            acting = new Caller(acting.userId(), acting.onBehalfOf(), acting.detectingDuplicates(), tag);
        }
        return acting.equals(caller) ? request : request.by(acting);
    }

    private static void require(Environment environment, UUID user, Privilege privilege) {
        if (!environment.rules().allows(user, privilege)) {
            throw new ApiError(
                    ErrorCode.PRIVILEGE_DENIED,
                    "Principal user (Id=" + user + ", type=8) is missing " + privilege.text() + " privilege.");
        }
    }
}
