package io.d365hub.simulator.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.odata.Preferences;
import io.d365hub.simulator.odata.RowQuery;
import java.io.IOException;

/** What a collection's answer says about its size, before its rows. */
final class CountAnnotations {

    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final DataModel model;
    private final Preferences preferences;

    CountAnnotations(DataModel model, Preferences preferences) {
        this.model = model;
        this.preferences = preferences;
    }

    /** Writes the members; {@code count} is -1 when the client did not ask for it, and is told up to the cap. */
    void write(JsonGenerator json, int count) throws IOException {
        if (count >= 0) {
            json.writeNumberField("@odata.count", Math.min(count, RowQuery.GREATEST_COUNT));
        }
        writeCounted(json, count);
    }

    /** The same without {@code @odata.count}, for queries that ask for a count in their own language. */
    void writeCounted(JsonGenerator json, int count) throws IOException {
        int told = Math.min(count, RowQuery.GREATEST_COUNT);
        if (preferences.wants(NAMESPACE + "totalrecordcount")) {
            json.writeNumberField("@" + NAMESPACE + "totalrecordcount", told);
        }
        if (preferences.wants(NAMESPACE + "totalrecordcountlimitexceeded")) {
            json.writeBooleanField("@" + NAMESPACE + "totalrecordcountlimitexceeded", count > RowQuery.GREATEST_COUNT);
        }
        if (preferences.wants(NAMESPACE + "globalmetadataversion")) {
            json.writeStringField(
                    "@" + NAMESPACE + "globalmetadataversion",
                    Long.toString(model.snapshot().version()));
        }
    }
}
