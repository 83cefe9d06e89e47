package io.d365hub.samples;

import static io.d365hub.samples.Words.pick;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.samples.Words.Town;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/** Makes orders in the shape that a Shopify-like shop posts for {@code orders/create} and {@code orders/updated}. */
final class OrderMaker {

    static final int FIRST_CUSTOMER = 10_001;
    static final int CUSTOMERS = 400;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Random random;

    OrderMaker(Random random) {
        this.random = random;
    }

    /** A new order. Two in five are guests' orders, without a customer number. */
    ObjectNode order(int number, OffsetDateTime placed) {
        Town town = pick(random, Words.TOWNS);
        String buyer = Words.fullName(random);
        boolean guest = random.nextInt(5) < 2;
        ObjectNode order = JSON.objectNode();
        order.put("id", 5_500_000_000_000L + number)
                .put("name", "#" + number)
                .put("order_number", number)
                .put("created_at", TIME.format(placed))
                .put("updated_at", TIME.format(placed.plusSeconds(3)))
                .put("currency", town.currency())
                .put("email", "buyer" + number + "@shop.example")
                .put("financial_status", random.nextInt(4) == 0 ? "pending" : "paid")
                .putNull("fulfillment_status")
                .put("source_name", "web")
                .put("tags", random.nextInt(8) == 0 ? "vip, newsletter" : "");
        order.put("note", random.nextInt(6) == 0 ? pick(random, Words.NOTES) : null);
        customer(order, buyer, guest, number);
        ObjectNode billing = address(buyer, town);
        order.set("billing_address", billing);
        order.set(
                "shipping_address",
                random.nextInt(5) == 0 ? address(Words.fullName(random), town) : billing.deepCopy());
        ArrayNode lines = order.putArray("line_items");
        for (int line = 1 + random.nextInt(random.nextInt(10) == 0 ? 9 : 3); line > 0; line--) {
            lines.add(line(number * 100L + lines.size() + 1, town));
        }
        String shipping = random.nextInt(3) == 0 ? "0.00" : "4.90";
        order.putArray("shipping_lines").addObject().put("title", "Standard").put("price", shipping);
        order.putArray("refunds");
        return total(order);
    }

    /** The same order some time later: paid, sent, changed, or partly sent back. */
    ObjectNode update(ObjectNode before, OffsetDateTime later) {
        ObjectNode order = before.deepCopy();
        order.put("updated_at", TIME.format(later));
        switch (random.nextInt(5)) {
            case 0 -> order.put("financial_status", "paid");
            case 1 -> order.put("financial_status", "paid").put("fulfillment_status", "fulfilled");
            case 2 -> order.put("note", pick(random, Words.NOTES));
            case 3 ->
                ((ObjectNode) order.path("shipping_address"))
                        .put("address1", pick(random, Words.STREETS) + " " + (1 + random.nextInt(150)))
                        .putNull("address2");
            default -> refund(order, later);
        }
        return total(order);
    }

    private void customer(ObjectNode order, String buyer, boolean guest, int number) {
        ArrayNode attributes = JSON.arrayNode();
        if (guest) {
            if (random.nextBoolean()) {
                order.putNull("customer"); // the other half of the guests have no such field at all
            }
        } else {
            int space = buyer.indexOf(' ');
            order.putObject("customer")
                    .put("id", 7_000_000_000L + number % 331)
                    .put("email", order.path("email").textValue())
                    .put("first_name", space < 0 ? "" : buyer.substring(0, space))
                    .put("last_name", buyer.substring(space + 1));
            attributes
                    .addObject()
                    .put("name", "customer_number")
                    .put("value", "C-" + (FIRST_CUSTOMER + random.nextInt(CUSTOMERS)));
        }
        order.set("note_attributes", attributes);
    }

    private ObjectNode address(String name, Town town) {
        return JSON.objectNode()
                .put("name", name)
                .put("address1", pick(random, Words.STREETS) + " " + (1 + random.nextInt(150)))
                .put("address2", random.nextInt(5) == 0 ? "c/o " + Words.fullName(random) : null)
                .put("zip", town.zip())
                .put("city", town.city())
                .putNull("province")
                .put("country", town.country())
                .put("country_code", town.code())
                .put("phone", random.nextInt(3) == 0 ? null : "+49 30 " + (1_000_000 + random.nextInt(8_999_999)));
    }

    private ObjectNode line(long id, Town town) {
        int thing = random.nextInt(Words.THINGS.size());
        int quantity = 1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 3);
        BigDecimal price = BigDecimal.valueOf(199 + random.nextInt(24_000), 2);
        BigDecimal amount = price.multiply(BigDecimal.valueOf(quantity));
        BigDecimal discount = random.nextInt(8) == 0 ? part(amount, "0.10") : new BigDecimal("0.00");
        ObjectNode line = JSON.objectNode()
                .put("id", id)
                .put("sku", "SKU-" + (1001 + thing))
                .put("title", Words.THINGS.get(thing))
                .put("variant_title", random.nextInt(4) == 0 ? pick(random, Words.VARIANTS) : null)
                .put("quantity", quantity)
                .put("price", price.toPlainString())
                .put("total_discount", discount.toPlainString());
        ArrayNode taxes = line.putArray("tax_lines");
        BigDecimal rate = new BigDecimal(town.tax()).movePointLeft(2);
        if (rate.signum() > 0) {
            taxes.addObject()
                    .put("title", "VAT")
                    .put("rate", rate)
                    .put(
                            "price",
                            part(amount.subtract(discount), rate.toPlainString())
                                    .toPlainString());
        }
        return line;
    }

    private void refund(ObjectNode order, OffsetDateTime later) {
        ObjectNode line = (ObjectNode) order.path("line_items").get(0);
        ArrayNode refunds = (ArrayNode) order.path("refunds");
        ObjectNode refund = refunds.addObject()
                .put("id", 8_000_000_000L + order.path("order_number").intValue() * 10L + refunds.size())
                .put("created_at", TIME.format(later));
        refund.putArray("refund_line_items")
                .addObject()
                .put("line_item_id", line.path("id").longValue())
                .put("quantity", 1);
        refund.putArray("transactions")
                .addObject()
                .put("kind", "refund")
                .put("status", "success")
                .put("amount", line.path("price").textValue());
        order.put(
                "financial_status",
                order.path("line_items").size() == 1 && line.path("quantity").intValue() == 1
                        ? "refunded"
                        : "partially_refunded");
    }

    private static ObjectNode total(ObjectNode order) {
        BigDecimal total = new BigDecimal(order.at("/shipping_lines/0/price").textValue());
        for (var line : order.path("line_items")) {
            total = total.add(new BigDecimal(line.path("price").textValue())
                            .multiply(line.path("quantity").decimalValue()))
                    .subtract(new BigDecimal(line.path("total_discount").textValue()));
        }
        return order.put("total_price", total.toPlainString());
    }

    private static BigDecimal part(BigDecimal amount, String share) {
        return amount.multiply(new BigDecimal(share)).setScale(2, RoundingMode.HALF_UP);
    }
}
