package io.d365hub.check;

import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gathers findings. Not thread-safe. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();
    private String rule = "readable-yaml";

    /** Asks one question; what it finds bears its name. */
    void by(Check check, RouteTree tree) {
        rule = check.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
        check.check(tree, this);
    }

    void add(Path file, YamlValue at, String what, String why, String mend) {
        add(file, at.line(), at.column(), what, why, mend);
    }

    void add(Path file, int line, int column, String what, String why, String mend) {
        add(new Finding(file, line, column, what, why, mend));
    }

    void add(Finding finding) {
        all.add(finding.under(rule));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** What was found, by file, line and column; each only once. */
    List<Finding> sorted() {
        return all.stream().distinct().sorted().toList();
    }
}
