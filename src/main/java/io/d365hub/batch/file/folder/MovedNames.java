package io.d365hub.batch.file.folder;

/** Names for files of which another one is there already. */
final class MovedNames {

    private MovedNames() {}

    /** {@code prices.csv.gz} with mark {@code 1f2e} becomes {@code prices.1f2e.csv.gz}, the second time {@code .1f2e-2}. */
    static String another(String name, String mark, int attempt) {
        int dot = name.indexOf('.', 1);
        String stem = dot < 0 ? name : name.substring(0, dot);
        String ending = dot < 0 ? "" : name.substring(dot);
        return stem + "." + mark + (attempt == 1 ? "" : "-" + attempt) + ending;
    }
}
