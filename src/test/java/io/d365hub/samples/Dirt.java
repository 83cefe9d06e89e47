package io.d365hub.samples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.function.BiConsumer;

/** What is wrong with some of the sample orders, and where that is noticed. */
enum Dirt {
    MISSING_ORDER_NUMBER(4, End.DOOR, (order, random) -> order.remove("order_number")),
    NULL_ORDER_NUMBER(2, End.DOOR, (order, random) -> order.putNull("order_number")),
    PRICE_MISSING(8, End.MAPPING, (order, random) -> line(order).putNull("price")),
    PRICE_WITH_COMMA_AND_SIGN(7, End.MAPPING, (order, random) -> line(order).put("price", "12,50 €")),
    NEGATIVE_QUANTITY(6, End.MAPPING, (order, random) -> line(order).put("quantity", -1 - random.nextInt(3))),
    NO_LINES(3, End.MAPPING, (order, random) -> order.putArray("line_items")),
    LINES_MISSING(2, End.MAPPING, (order, random) -> order.remove("line_items")),
    DATE_NOT_IN_CALENDAR(5, End.MAPPING, (order, random) -> order.put("created_at", "2026-02-30T12:00:00+01:00")),
    CURRENCY_NO_CODE(3, End.MAPPING, (order, random) -> order.put("currency", "EURO")),
    CUSTOMER_NUMBER_NO_NUMBER(4, End.MAPPING, (order, random) -> customer(order, "siehe E-Mail")),
    CUSTOMER_NOT_IN_DATAVERSE(
            8, End.DATAVERSE, (order, random) -> customer(order, "C-" + (10_401 + random.nextInt(599)))),
    CURRENCY_NOT_IN_DATAVERSE(3, End.DATAVERSE, (order, random) -> order.put("currency", "SEK")),
    POSTAL_CODE_TOO_LONG(6, End.DATAVERSE, (order, random) -> address(order)
            .put("zip", "10115 (bitte bei Nachbarn im 3. Stock abgeben)")),
    NAME_TOO_LONG(3, End.DATAVERSE, (order, random) -> address(order)
            .put(
                    "name",
                    "Wohngemeinschaft " + "Sonnenschein & Freunde ".repeat(9).strip()));

    /** Where it is noticed. */
    enum End {
        /** Refused when it is posted: the caller hears of it at once, the hub never had it. */
        DOOR,
        /** The mapping refuses it: a dead letter. */
        MAPPING,
        /** Dataverse refuses it: a dead letter. */
        DATAVERSE
    }

    private final int count;
    private final End end;

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas above hold nothing
    private final BiConsumer<ObjectNode, Random> spoil;

    Dirt(int count, End end, BiConsumer<ObjectNode, Random> spoil) {
        this.count = count;
        this.end = end;
        this.spoil = spoil;
    }

    /** How many of the sample orders have it. */
    int count() {
        return count;
    }

    End end() {
        return end;
    }

    void spoil(ObjectNode order, Random random) {
        spoil.accept(order, random);
    }

    private static ObjectNode line(ObjectNode order) {
        return (ObjectNode) order.at("/line_items/0");
    }

    private static ObjectNode address(ObjectNode order) {
        return (ObjectNode) order.path("shipping_address");
    }

    private static void customer(ObjectNode order, String number) {
        order.putArray("note_attributes")
                .addObject()
                .put("name", "customer_number")
                .put("value", number);
    }
}
