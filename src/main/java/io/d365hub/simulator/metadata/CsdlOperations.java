package io.d365hub.simulator.metadata;

import io.d365hub.simulator.event.ExternalEvents;
import io.d365hub.simulator.function.CustomApi;
import java.util.List;

/** The functions and actions of {@code $metadata}, with the complex types that they answer. */
final class CsdlOperations {

    private final CsdlElement xml;
    private final List<CustomApi> customApis;
    private final List<ExternalEvents.Bound> externalEvents;

    CsdlOperations(CsdlElement xml, List<CustomApi> customApis, List<ExternalEvents.Bound> externalEvents) {
        this.xml = xml;
        this.externalEvents = externalEvents;
        this.customApis = customApis.stream().filter(api -> !api.isPrivate()).toList();
    }

    void types() {
        xml.open("EnumType", "Name", "EndpointAccessType");
        for (String member : List.of("Default", "Internet", "Intranet")) {
            xml.empty("Member", "Name", member);
        }
        xml.close(1);
        complex("WhoAmIResponse", "BusinessUnitId", "Edm.Guid", "UserId", "Edm.Guid", "OrganizationId", "Edm.Guid");
        complex("RetrieveVersionResponse", "Version", "Edm.String");
        complex(
                "EndpointCollection",
                "Count",
                "Edm.Int32",
                "IsReadOnly",
                "Edm.Boolean",
                "Keys",
                "Collection(Edm.String)",
                "Values",
                "Collection(Edm.String)");
        complex(
                "OrganizationDetail",
                "OrganizationId",
                "Edm.Guid",
                "FriendlyName",
                "Edm.String",
                "OrganizationVersion",
                "Edm.String",
                "EnvironmentId",
                "Edm.String",
                "DatacenterId",
                "Edm.Guid",
                "Geo",
                "Edm.String",
                "TenantId",
                "Edm.String",
                "UrlName",
                "Edm.String",
                "UniqueName",
                "Edm.String",
                "State",
                "Edm.String",
                "OrganizationType",
                "Edm.String",
                "SchemaType",
                "Edm.String",
                "Endpoints",
                "mscrm.EndpointCollection");
        complex("RetrieveCurrentOrganizationResponse", "Detail", "mscrm.OrganizationDetail");
        complex(
                "EntityRecordCountCollection",
                "Count",
                "Edm.Int32",
                "IsReadOnly",
                "Edm.Boolean",
                "Keys",
                "Collection(Edm.String)",
                "Values",
                "Collection(Edm.Int64)");
        complex("RetrieveTotalRecordCountResponse", "EntityRecordCountCollection", "mscrm.EntityRecordCountCollection");
        complex("CreateMultipleResponse", "Ids", "Collection(Edm.Guid)");
        for (CustomApi api : customApis) {
            if (!api.properties().isEmpty()) {
                xml.open("ComplexType", "Name", api.uniqueName() + "Response");
                for (CustomApi.Parameter property : api.properties()) {
                    if (property.type().isEntity()) {
                        xml.empty(
                                "NavigationProperty",
                                "Name",
                                property.name(),
                                "Type",
                                property.type().edmType());
                    } else {
                        xml.empty(
                                "Property",
                                "Name",
                                property.name(),
                                "Type",
                                property.type().edmType());
                    }
                }
                xml.close(1);
            }
        }
    }

    private void complex(String name, String... properties) {
        xml.open("ComplexType", "Name", name);
        for (int i = 0; i < properties.length; i += 2) {
            xml.empty("Property", "Name", properties[i], "Type", properties[i + 1]);
        }
        xml.close(1);
    }

    void operations() {
        function("WhoAmI");
        function("RetrieveVersion");
        function("RetrieveCurrentOrganization", "AccessType", "mscrm.EndpointAccessType");
        function("RetrieveTotalRecordCount", "EntityNames", "Collection(Edm.String)");
        action("PublishXml", "ParameterXml", "Edm.String");
        action("PublishAllXml");
        action("ReactivateEntityKey", "EntityLogicalName", "Edm.String", "EntityKeyLogicalName", "Edm.String");
        for (String message : List.of("CreateMultiple", "UpdateMultiple", "UpsertMultiple")) {
            xml.open("Action", "Name", message, "IsBound", "true");
            parameter("entityset", "Collection(mscrm.crmbaseentity)", false);
            parameter("Targets", "Collection(mscrm.crmbaseentity)", false);
            if (message.equals("CreateMultiple")) {
                xml.empty("ReturnType", "Type", "mscrm.CreateMultipleResponse", "Nullable", "false");
            }
            xml.close(1);
        }
        externalEvents.forEach(this::externalEvent);
        customApis.forEach(this::customApi);
    }

    /**
     * Spec dataverse-events-and-virtual-tables §4.8 [V]: bound to the set of the table that switched it on. [U]: the names and types of
     * its parameters here.
     */
    private void externalEvent(ExternalEvents.Bound event) {
        xml.open("Action", "Name", event.message(), "IsBound", "true");
        parameter("entityset", "Collection(mscrm." + event.table().orElse("crmbaseentity") + ")", false);
        parameter("Target", "mscrm.crmbaseentity", false);
        xml.close(1);
    }

    private void function(String name, String... parameters) {
        xml.open("Function", "Name", name);
        parameters(parameters);
        xml.empty("ReturnType", "Type", "mscrm." + name + "Response", "Nullable", "false");
        xml.close(1);
    }

    private void action(String name, String... parameters) {
        xml.open("Action", "Name", name);
        parameters(parameters);
        xml.close(1);
    }

    private void parameters(String... parameters) {
        for (int i = 0; i < parameters.length; i += 2) {
            parameter(parameters[i], parameters[i + 1], false);
        }
    }

    private void parameter(String name, String type, boolean nullable) {
        xml.empty("Parameter", "Name", name, "Type", type, "Nullable", Boolean.toString(nullable));
    }

    private void customApi(CustomApi api) {
        boolean bound = api.binding() != CustomApi.Binding.GLOBAL;
        xml.open(api.isFunction() ? "Function" : "Action", "Name", api.uniqueName(), "IsBound", bound ? "true" : null);
        if (bound) {
            String type = "mscrm." + api.boundTable();
            boolean one = api.binding() == CustomApi.Binding.ENTITY;
            parameter(one ? "entity" : "entityset", one ? type : "Collection(" + type + ")", false);
        }
        for (CustomApi.Parameter parameter : api.parameters()) {
            parameter(parameter.name(), parameter.type().edmType(), parameter.optional());
        }
        if (!api.properties().isEmpty()) {
            xml.empty("ReturnType", "Type", "mscrm." + api.uniqueName() + "Response", "Nullable", "false");
        }
        xml.close(1);
    }

    void imports() {
        for (String name :
                List.of("WhoAmI", "RetrieveVersion", "RetrieveCurrentOrganization", "RetrieveTotalRecordCount")) {
            xml.empty("FunctionImport", "Name", name, "Function", "mscrm." + name);
        }
        for (String name : List.of("PublishXml", "PublishAllXml", "ReactivateEntityKey")) {
            xml.empty("ActionImport", "Name", name, "Action", "mscrm." + name);
        }
        for (CustomApi api : customApis) {
            if (api.binding() == CustomApi.Binding.GLOBAL) {
                String kind = api.isFunction() ? "Function" : "Action";
                xml.empty(kind + "Import", "Name", api.uniqueName(), kind, "mscrm." + api.uniqueName());
            }
        }
    }
}
