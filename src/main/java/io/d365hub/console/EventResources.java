package io.d365hub.console;

import io.d365hub.access.Role;
import java.time.Duration;

/** {@code /admin/dataverse/...}: registration of events, and fetching those that were lost. */
public final class EventResources implements AdminResources {

    private static final int MOST_HOURS = 24 * 365;
    private static final int DAY = 24;

    private final EventRegistration registration;

    public EventResources(EventRegistration registration) {
        this.registration = registration;
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes hub = api.wholeHub();
        hub.get("dataverse/registration", request -> registration.register(true, false));
        hub.post(
                "dataverse/registration",
                200,
                Role.ADMINISTRATOR,
                request -> registration.register(
                        isDry(request), request.body().path("newSecret").asBoolean()));
        hub.post(
                "dataverse/unregistration",
                200,
                Role.ADMINISTRATOR,
                request -> registration.unregister(isDry(request)));
        hub.post(
                "dataverse/reconciliation",
                200,
                Role.ADMINISTRATOR,
                request -> registration.reconcile(isDry(request), back(request)));
    }

    private static boolean isDry(AdminRequest request) {
        return request.body().path("dryRun").asBoolean();
    }

    private static Duration back(AdminRequest request) {
        int hours = request.body().path("hours").asInt(DAY);
        if (hours < 1 || hours > MOST_HOURS) {
            throw new AdminProblemException(
                    400,
                    "The request was not handled.",
                    "'hours' is no whole number from 1 to " + MOST_HOURS + ".",
                    "Correct it.");
        }
        return Duration.ofHours(hours);
    }
}
