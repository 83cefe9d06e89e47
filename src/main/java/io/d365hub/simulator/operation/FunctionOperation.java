package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that clients call when they connect: {@code WhoAmI}, {@code RetrieveVersion} and the like. */
final class FunctionOperation implements Operation {

    static final String WHO_AM_I = "WhoAmI";
    static final String RETRIEVE_VERSION = "RetrieveVersion";
    static final String RETRIEVE_ORGANIZATION = "RetrieveCurrentOrganization";

    private final Environment environment;
    private final ApiRequest request;
    private final String name;

    FunctionOperation(Environment environment, ApiRequest request, String name) {
        this.environment = environment;
        this.request = request;
        this.name = name;
    }

    static boolean exists(String name) {
        return name.equals(WHO_AM_I) || name.equals(RETRIEVE_VERSION) || name.equals(RETRIEVE_ORGANIZATION);
    }

    @Override
    public OperationKind kind() {
        return name.equals(WHO_AM_I) ? OperationKind.WHOAMI : OperationKind.FUNCTION;
    }

    @Override
    public int rows() {
        return 0;
    }

    @Override
    public Answer run(Execution execution) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("@odata.context", request.serviceRoot() + "$metadata#Microsoft.Dynamics.CRM." + name + "Response");
        Organization organization = environment.organization();
        switch (name) {
            case WHO_AM_I -> {
                body.put("BusinessUnitId", organization.businessUnitId());
                body.put("UserId", request.caller().userId());
                body.put("OrganizationId", organization.id());
            }
            case RETRIEVE_VERSION -> body.put("Version", organization.version());
            default -> body.put("Detail", detail(organization));
        }
        return Answer.json(200, Json.write(json -> Json.writeTree(json, body)));
    }

    private Map<String, Object> detail(Organization organization) {
        String host = request.serviceRoot().substring(0, request.serviceRoot().indexOf("api/data/"));
        Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put("Count", 3);
        endpoints.put("IsReadOnly", false);
        endpoints.put("Keys", List.of("WebApplication", "OrganizationService", "OrganizationDataService"));
        endpoints.put("Values", List.of(host, host + "XRMServices/2011/Organization.svc", request.serviceRoot()));
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("OrganizationId", organization.id());
        detail.put("FriendlyName", organization.name());
        detail.put("OrganizationVersion", organization.version());
        detail.put("EnvironmentId", organization.id());
        detail.put("DatacenterId", organization.businessUnitId());
        detail.put("Geo", "EMEA");
        detail.put("TenantId", organization.tenantId());
        detail.put("UrlName", "simulator");
        detail.put(
                "UniqueName",
                "unq" + organization.id().toString().replace("-", "").substring(0, 20));
        detail.put("State", "Enabled");
        detail.put("OrganizationType", "Customer");
        detail.put("SchemaType", "Full");
        detail.put("Endpoints", endpoints);
        return detail;
    }
}
