package io.d365hub.simulator.metadata;

/** The English-style plural that the service makes of a table's logical name for its entity set. */
final class Plural {

    private Plural() {}

    static String of(String name) {
        int last = name.length() - 1;
        char end = name.charAt(last);
        if (end == 'y' && last > 0 && "aeiou_".indexOf(name.charAt(last - 1)) < 0) {
            return name.substring(0, last) + "ies";
        }
        boolean hissing = end == 's' || end == 'x' || end == 'z' || name.endsWith("ch") || name.endsWith("sh");
        return name + (hissing ? "es" : "s");
    }
}
