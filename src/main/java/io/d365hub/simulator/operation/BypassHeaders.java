package io.d365hub.simulator.operation;

import io.d365hub.simulator.event.Bypass;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Values;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The headers with which a request keeps registered steps from running; each needs its privilege. */
final class BypassHeaders {

    private static final String SYNCHRONOUS_STEPS = "MSCRM.BypassCustomPluginExecution";
    private static final String LOGIC = "MSCRM.BypassBusinessLogicExecution";
    private static final String STEPS = "MSCRM.BypassBusinessLogicExecutionStepIds";

    private final Environment environment;
    private final ApiRequest request;

    private BypassHeaders(Environment environment, ApiRequest request) {
        this.environment = environment;
        this.request = request;
    }

    /**
     * What the headers of a request, or of a part of a batch, want not to run.
     *
     * @throws ApiError when the user lacks the privilege, or a value means nothing
     */
    static Bypass of(Environment environment, ApiRequest request) {
        String plugins = request.header(SYNCHRONOUS_STEPS);
        String logic = request.header(LOGIC);
        String steps = request.header(STEPS);
        if (plugins == null && logic == null && steps == null) {
            return request.caller().bypass();
        }
        return new BypassHeaders(environment, request).read("true".equalsIgnoreCase(plugins), logic, steps);
    }

    private Bypass read(boolean plugins, String logic, String steps) {
        if (plugins) {
            require(Privilege.BYPASS_PLUGINS);
        }
        if (logic != null || steps != null) {
            require(Privilege.BYPASS_BUSINESS_LOGIC);
        }
        boolean synchronous = plugins;
        boolean asynchronous = false;
        for (String kind : words(logic)) {
            switch (kind) {
                case "CustomSync" -> synchronous = true;
                case "CustomAsync" -> asynchronous = true;
                default -> throw invalid(LOGIC, kind, "'CustomSync', 'CustomAsync' or both with a comma between");
            }
        }
        Set<UUID> ids = new HashSet<>();
        for (String text : words(steps)) {
            UUID id = Values.uuid(text);
            if (id == null) {
                throw invalid(STEPS, text, "the ids of steps with commas between");
            }
            ids.add(id);
        }
        return new Bypass(synchronous, asynchronous, ids);
    }

    private static Set<String> words(String list) {
        Set<String> words = new HashSet<>();
        if (list != null) {
            for (String word : list.split(",", -1)) {
                words.add(word.strip());
            }
        }
        return words;
    }

    private static ApiError invalid(String header, String value, String wanted) {
        return new ApiError(
                ErrorCode.INVALID_ARGUMENT,
                "The value '" + value + "' of the header '" + header + "' is not valid: it takes " + wanted + ".");
    }

    private void require(Privilege privilege) {
        UUID user = request.caller().realUserId();
        if (!environment.rules().allows(user, privilege)) {
            throw new ApiError(
                    ErrorCode.PRIVILEGE_DENIED,
                    "Principal user (Id=" + user + ", type=8) is missing " + privilege.text() + " privilege.");
        }
    }
}
