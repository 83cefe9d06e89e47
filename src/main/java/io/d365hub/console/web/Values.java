package io.d365hub.console.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values as the admin API makes them, for templates, which refuse names that are not there. */
final class Values {

    private Values() {}

    /** The map, with an empty text for each of these names that it does not have. */
    static Map<String, Object> complete(Object map, String... names) {
        Map<String, Object> complete = new HashMap<>();
        for (String name : names) {
            complete.put(name, "");
        }
        ((Map<?, ?>) map).forEach((name, value) -> complete.put((String) name, value));
        return complete;
    }

    /** A member that is a list of maps; none when it is missing. */
    static List<?> list(Object map, String name) {
        return ((Map<?, ?>) map).get(name) instanceof List<?> list ? list : List.of();
    }
}
