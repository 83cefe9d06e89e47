package io.d365hub.check;

import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Fields that an object has twice, and merge keys, which YAML 1.2 does not have. */
final class DuplicateFields implements Check {

    @Override
    public void check(RouteTree tree, Findings findings) {
        tree.documents().forEach((file, document) -> document.all().forEach(value -> check(file, value, findings)));
    }

    private static void check(Path file, YamlValue object, Findings findings) {
        Map<String, YamlValue> first = new HashMap<>();
        object.fields().forEach(field -> {
            if (field.name().equals("<<")) {
                findings.add(
                        file,
                        field.key(),
                        "Merge keys ('<<') are not read.",
                        "YAML 1.2 has none, and Camel would take it for a field of that name.",
                        "Write the fields out, or give the whole object by an alias.");
            }
            YamlValue other = first.putIfAbsent(field.name(), field.key());
            if (other != null) {
                findings.add(
                        file,
                        field.key(),
                        "Field '" + field.name() + "' is given twice.",
                        "It is also in line " + other.line() + ", and only one of them would count.",
                        "Take one of them out.");
            }
        });
    }
}
