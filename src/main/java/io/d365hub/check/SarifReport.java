package io.d365hub.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines. */
public final class SarifReport {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private SarifReport() {}

    /** The report of one run; paths are those of the findings, from the hub's home folder. */
    public static ObjectNode of(List<Finding> findings) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = report.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "d365-hub check");
        ArrayNode rules = driver.putArray("rules");
        findings.stream().map(Finding::rule).distinct().sorted().forEach(rule -> rules.addObject()
                .put("id", rule));
        ArrayNode results = run.putArray("results");
        findings.forEach(finding -> add(results.addObject(), finding));
        return report;
    }

    private static void add(ObjectNode result, Finding finding) {
        result.put("ruleId", finding.rule()).put("level", "error");
        result.putObject("message")
                .put(
                        "text",
                        (finding.what() + " " + finding.why() + " " + finding.mend())
                                .replaceAll("\\s+", " ")
                                .strip());
        ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation")
                .put("uri", finding.file().toString().replace('\\', '/').replace(" ", "%20"));
        if (finding.line() > 0) {
            ObjectNode region = place.putObject("region").put("startLine", finding.line());
            if (finding.column() > 0) {
                region.put("startColumn", finding.column());
            }
        }
    }
}
