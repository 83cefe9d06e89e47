package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The {@code $skiptoken} of a next page, in the shape that clients take apart.
 *
 * @param page the number of the page that it leads to
 * @param last the last place of the page before
 */
public record PageCookie(int page, RowOrder.Position last) {

    /** The option's value for the page after this one, encoded for a URL. */
    static String encode(
            TableDefinition table, RowOrder order, int page, RowOrder.Position first, RowOrder.Position last) {
        StringBuilder inner = new StringBuilder("<cookie page=\"" + page + "\">");
        for (int i = 0; i < order.items().size(); i++) {
            CookieElement.write(
                    inner,
                    elementName(order.items().get(i).name()),
                    text(last.values().get(i)),
                    text(first.values().get(i)));
        }
        CookieElement.write(inner, table.primaryId().logicalName(), braced(last.id()), braced(first.id()));
        inner.append("</cookie>");
        return new CookieEnvelope(page + 1, inner.toString(), false).forUrl();
    }

    private static String elementName(String property) {
        return property.replace('/', '.');
    }

    private static String text(Object value) {
        return value == null ? null : Values.text(value);
    }

    /** A GUID as cookies write it. */
    public static String braced(UUID id) {
        return "{" + id.toString().toUpperCase(Locale.ROOT) + "}";
    }

    /** Reads the option's value, decoded once as any option. */
    public static PageCookie parse(String token, RowOrder order) {
        CookieEnvelope envelope = CookieEnvelope.open(token);
        List<CookieElement> elements = CookieElement.read(envelope.inner());
        if (elements.size() != order.items().size() + 1) {
            throw ApiError.badSyntax();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < order.items().size(); i++) {
            RowOrder.Item item = order.items().get(i);
            if (!elements.get(i).name().equals(elementName(item.name()))) {
                throw ApiError.badSyntax();
            }
            values.add(value(item, elements.get(i).last()));
        }
        String last = elements.get(elements.size() - 1).last();
        UUID id = last == null ? null : Values.uuid(Values.unbraced(last));
        if (id == null) {
            throw ApiError.badSyntax();
        }
        return new PageCookie(envelope.pageNumber(), new RowOrder.Position(values, id));
    }

    private static Object value(RowOrder.Item item, String text) {
        if (text == null) {
            return null;
        }
        Literal.Kind kind = item.property().isText() ? Literal.Kind.QUOTED : Literal.Kind.BARE;
        Object value = item.property().coerce(new Literal(kind, text));
        if (value == null) {
            throw ApiError.badSyntax();
        }
        return value;
    }
}
