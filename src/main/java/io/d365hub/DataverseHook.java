package io.d365hub;

import io.d365hub.intake.Hook;
import io.d365hub.intake.HookRefusedException;
import io.d365hub.message.HubMessage;
import io.d365hub.webhook.event.EventDoor;
import io.d365hub.webhook.event.EventRefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code POST /hooks/dataverse/{name}}: joins the intake with the door for events. */
final class DataverseHook implements Hook {

    static final String PATH = "/hooks/dataverse/";

    /** What Dataverse calls the secret of a webhook with the authentication WebhookKey. */
    private static final String CODE = "code";

    private final EventDoor door;

    DataverseHook(EventDoor door) {
        this.door = door;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public int bodyLimit() {
        return EventDoor.BODY_LIMIT;
    }

    @Override
    public void admit(Request request) {
        List<String> shown = new ArrayList<>(request.pairs().apply(CODE));
        shown.addAll(request.pairs().apply(door.secretName()));
        String header = request.headers().apply(door.secretName());
        if (header != null) {
            shown.add(header);
        }
        try {
            door.admit(request.name(), shown);
        } catch (EventRefusedException e) {
            throw refused(e);
        }
    }

    @Override
    public Delivery open(Request request, byte[] body) {
        try {
            EventDoor.Parcel parcel = door.open(request.name(), request.headers(), body);
            return new Delivery() {
                @Override
                public Collection<String> integrations() {
                    return parcel.messages().stream()
                            .map(HubMessage::integration)
                            .toList();
                }

                @Override
                public CompletionStage<?> store() {
                    return door.store(parcel);
                }
            };
        } catch (EventRefusedException e) {
            throw refused(e);
        }
    }

    private static HookRefusedException refused(EventRefusedException e) {
        HookRefusedException.Reason reason =
                switch (e.reason()) {
                    case NOT_AUTHENTICATED -> HookRefusedException.Reason.NOT_AUTHENTICATED;
                    case UNKNOWN -> HookRefusedException.Reason.UNKNOWN;
                    case MALFORMED -> HookRefusedException.Reason.MALFORMED;
                };
        return new HookRefusedException(reason, e.getMessage(), e.mend());
    }
}
