package io.d365hub.simulator.odata;

import java.math.BigDecimal;
import java.util.Map;

/** Finds properties in trees of maps, for filters over metadata: {@code Name}, {@code Label/Value}. */
public final class TreeProperties implements FilterScope<Map<String, Object>> {

    @Override
    public Property<Map<String, Object>> apply(String path) {
        return new Member(path.split("/", -1));
    }

    private record Member(String[] path) implements Property<Map<String, Object>> {

        @Override
        public Object value(Map<String, Object> subject) {
            Object value = subject;
            for (String name : path) {
                value = value instanceof Map<?, ?> map ? map.get(name) : null;
            }
            return value instanceof Integer number ? BigDecimal.valueOf(number) : value;
        }

        @Override
        public Object coerce(Literal literal) {
            String text = literal.text();
            if (literal.kind() == Literal.Kind.QUOTED) {
                return text;
            }
            if (text.equals("true") || text.equals("false")) {
                return Boolean.valueOf(text);
            }
            Object id = Values.uuid(text);
            try {
                return id != null ? id : new BigDecimal(text);
            } catch (NumberFormatException e) {
                return null;
            }
        }

        @Override
        public String typeName() {
            return "Edm.String";
        }

        @Override
        public boolean isText() {
            return true;
        }
    }
}
