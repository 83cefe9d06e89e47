package io.d365hub.simulator.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.store.Reference;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The parts of a context that tell of the call of a Custom API. It has no images. */
final class CallParts implements ContextParts {

    private final JsonGenerator json;
    private final EntityWriter entities;
    private final CallEvent event;

    CallParts(JsonGenerator json, CallEvent event) {
        this.json = json;
        this.entities = new EntityWriter(json);
        this.event = event;
    }

    @Override
    public void input(boolean parent) throws IOException {
        pairs(event.input());
    }

    @Override
    public void output() throws IOException {
        pairs(event.output());
    }

    @Override
    public void images(boolean pre) {
        // A call has no row before and after.
    }

    private void pairs(List<CallEvent.Parameter> parameters) throws IOException {
        for (CallEvent.Parameter parameter : parameters) {
            ContextValues.startPair(json, parameter.name());
            value(parameter.value());
            json.writeEndObject();
        }
    }

    private void value(Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Instant instant) {
            json.writeString(ContextValues.date(instant, true));
        } else if (value instanceof CallEvent.Money money) {
            ContextValues.wrapped(json, "Money", money.amount());
        } else if (value instanceof CallEvent.Option option) {
            ContextValues.wrapped(json, "OptionSetValue", new BigDecimal(option.value()));
        } else if (value instanceof Reference reference) {
            ContextValues.reference(json, true, reference, null);
        } else if (value instanceof CallEvent.Entity entity) {
            entity(entity, true);
        } else if (value instanceof CallEvent.Entities collection) {
            collection(collection);
        } else if (value instanceof List<?> texts) {
            json.writeStartArray();
            for (Object text : texts) {
                json.writeString((String) text);
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }

    private void entity(CallEvent.Entity entity, boolean typed) throws IOException {
        entities.write(
                typed,
                entity.table(),
                entity.id(),
                entity.columns().keySet(),
                entity.columns()::get,
                true,
                EntityWriter.NOTHING,
                null);
    }

    private void collection(CallEvent.Entities collection) throws IOException {
        ContextValues.startCollection(json);
        for (CallEvent.Entity entity : collection.rows()) {
            entity(entity, false);
        }
        ContextValues.endCollection(
                json,
                collection.rows().isEmpty()
                        ? null
                        : collection.rows().get(0).table().logicalName());
    }
}
