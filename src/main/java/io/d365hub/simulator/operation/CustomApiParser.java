package io.d365hub.simulator.operation;

import io.d365hub.simulator.function.CustomApi;
import io.d365hub.simulator.function.CustomApis;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.PathSegment;
import io.d365hub.simulator.odata.RowAddress;
import java.util.Optional;

/** Finds out whether a path calls a Custom API. */
final class CustomApiParser {

    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final Environment environment;
    private final CustomApis apis;

    CustomApiParser(Environment environment, CustomApis apis) {
        this.environment = environment;
        this.apis = apis;
    }

    /** A call of its own. */
    Optional<Operation> unbound(ApiRequest request, PathSegment segment) {
        return apis.find(segment.name())
                .filter(api -> api.binding() == CustomApi.Binding.GLOBAL)
                .map(api -> operation(request, segment, api, null));
    }

    /** A call on a table when {@code address} is null, else on that row. */
    Optional<Operation> bound(ApiRequest request, PathSegment segment, TableDefinition table, RowAddress address) {
        boolean qualified = segment.name().startsWith(NAMESPACE);
        String name = qualified ? segment.name().substring(NAMESPACE.length()) : segment.name();
        if (!qualified && name.indexOf('_') < 0) {
            return Optional.empty(); // no Custom API: their names have a prefix
        }
        CustomApi.Binding wanted = address == null ? CustomApi.Binding.ENTITY_COLLECTION : CustomApi.Binding.ENTITY;
        return apis.find(name)
                .filter(api -> api.binding() == wanted && table.logicalName().equals(api.boundTable()))
                .map(api -> {
                    if (!qualified) {
                        throw new ApiError(ErrorCode.MALFORMED_REQUEST, "Request message has unresolved parameters.");
                    }
                    return operation(request, segment, api, address);
                });
    }

    private Operation operation(ApiRequest request, PathSegment segment, CustomApi api, RowAddress address) {
        if (!request.method().equals(api.isFunction() ? "GET" : "POST")) {
            throw OperationParser.noResource(request);
        }
        return new CustomApiOperation(environment, request, segment, api, apis.behavior(api.uniqueName()), address);
    }
}
