package io.d365hub.dataverse;

import io.d365hub.dataverse.client.RequestOptions;
import java.util.Arrays;
import java.util.UUID;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** How the requests of an endpoint are carried out: as whom, with which steps of the platform, and how they are answered. */
@UriParams
public class RequestConfiguration {

    static final String FORMATTED = "OData.Community.Display.V1.FormattedValue";

    @UriParam(
            label = "common,security",
            description = "Acts for the user with this Entra object id; the application user needs the privilege"
                    + " prvActOnBehalfOfAnotherUser")
    private String callerObjectId;

    @UriParam(
            label = "common,security",
            description = "Acts for the user with this systemuserid; the older form of callerObjectId")
    private String callerId;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Refuses a row that a published rule of duplicate detection finds")
    private boolean detectDuplicates;

    @UriParam(
            label = "producer,advanced",
            enums = "CustomSync,CustomAsync",
            description =
                    "Leaves out custom plug-ins and workflows of this kind; both kinds separated by a comma. Needs"
                            + " the privilege prvBypassCustomBusinessLogic")
    private String bypassLogic;

    @UriParam(
            label = "producer,advanced",
            description = "Leaves out the registered steps with these ids, separated by commas")
    private String bypassSteps;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "false",
            description = "Leaves out synchronous plug-ins, the older form of bypassLogic. Needs the privilege"
                    + " prvBypassCustomPlugins")
    private boolean bypassPlugins;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "false",
            description = "Starts no Power Automate flow for what is written")
    private boolean suppressFlows;

    @UriParam(
            label = "producer,advanced",
            description = "Text that plug-ins and webhooks see as the shared variable tag")
    private String tag;

    @UriParam(
            label = "common",
            description = "Annotations to have in answers, separated by commas; * for all. Example:"
                    + " Microsoft.Dynamics.CRM.lookuplogicalname")
    private String annotations;

    @UriParam(
            label = "common",
            defaultValue = "false",
            description = "Has the names of choices, lookups and the like in answers beside their values")
    private boolean formattedValues;

    @UriParam(
            label = "producer",
            description = "Version that the row must have (its @odata.etag), or * for any version of a row that exists")
    private String ifMatch;

    @UriParam(
            label = "producer",
            description =
                    "An upsert: * writes only a row that does not exist. A retrieve: version that need not be read"
                            + " again")
    private String ifNoneMatch;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Has a write answered with the row, whose columns select names: tells its id, its version and"
                    + " whether it is new. Costs a read, and such writes are never joined with others")
    private boolean returnRepresentation;

    /** @throws IllegalArgumentException for a value that no request can carry */
    RequestOptions requestOptions(java.util.List<String> selected) {
        RequestOptions options = RequestOptions.NONE;
        if (isSet(callerObjectId)) {
            options = options.asEntraUser(id("callerObjectId", callerObjectId));
        }
        if (isSet(callerId)) {
            options = options.asUser(id("callerId", callerId));
        }
        options = detectDuplicates ? options.detectingDuplicates() : options;
        options = isSet(bypassLogic) ? options.bypassingLogic(bypassLogic) : options;
        options = bypassPlugins ? options.bypassingPlugins() : options;
        options = suppressFlows ? options.suppressingFlows() : options;
        if (isSet(bypassSteps)) {
            options = options.bypassingSteps(Arrays.stream(bypassSteps.split(","))
                    .map(step -> id("bypassSteps", step))
                    .toList());
        }
        options = isSet(tag) ? options.tagged(tag) : options;
        options = options.annotated(annotationList());
        options = isSet(ifMatch) ? options.ifMatch(ifMatch) : options;
        options = isSet(ifNoneMatch) ? options.ifNoneMatch(ifNoneMatch) : options;
        return returnRepresentation ? options.returning(selected) : options;
    }

    private String annotationList() {
        String list = isSet(annotations) ? annotations : "";
        boolean has = list.equals(RequestOptions.ALL_ANNOTATIONS) || !formattedValues;
        return has ? list : list.isEmpty() ? FORMATTED : list + "," + FORMATTED;
    }

    static boolean isSet(String option) {
        return option != null && !option.isBlank();
    }

    static UUID id(String option, String text) {
        try {
            return UUID.fromString(text.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + option + "' does not hold a GUID", e);
        }
    }

    public String getCallerObjectId() {
        return callerObjectId;
    }

    public void setCallerObjectId(String callerObjectId) {
        this.callerObjectId = callerObjectId;
    }

    public String getCallerId() {
        return callerId;
    }

    public void setCallerId(String callerId) {
        this.callerId = callerId;
    }

    public boolean isDetectDuplicates() {
        return detectDuplicates;
    }

    public void setDetectDuplicates(boolean detectDuplicates) {
        this.detectDuplicates = detectDuplicates;
    }

    public String getBypassLogic() {
        return bypassLogic;
    }

    public void setBypassLogic(String bypassLogic) {
        this.bypassLogic = bypassLogic;
    }

    public String getBypassSteps() {
        return bypassSteps;
    }

    public void setBypassSteps(String bypassSteps) {
        this.bypassSteps = bypassSteps;
    }

    public boolean isBypassPlugins() {
        return bypassPlugins;
    }

    public void setBypassPlugins(boolean bypassPlugins) {
        this.bypassPlugins = bypassPlugins;
    }

    public boolean isSuppressFlows() {
        return suppressFlows;
    }

    public void setSuppressFlows(boolean suppressFlows) {
        this.suppressFlows = suppressFlows;
    }

    public String getTag() {
        return tag;
    }

    public void setTag(String tag) {
        this.tag = tag;
    }

    public String getAnnotations() {
        return annotations;
    }

    public void setAnnotations(String annotations) {
        this.annotations = annotations;
    }

    public boolean isFormattedValues() {
        return formattedValues;
    }

    public void setFormattedValues(boolean formattedValues) {
        this.formattedValues = formattedValues;
    }

    public String getIfMatch() {
        return ifMatch;
    }

    public void setIfMatch(String ifMatch) {
        this.ifMatch = ifMatch;
    }

    public String getIfNoneMatch() {
        return ifNoneMatch;
    }

    public void setIfNoneMatch(String ifNoneMatch) {
        this.ifNoneMatch = ifNoneMatch;
    }

    public boolean isReturnRepresentation() {
        return returnRepresentation;
    }

    public void setReturnRepresentation(boolean returnRepresentation) {
        this.returnRepresentation = returnRepresentation;
    }
}
