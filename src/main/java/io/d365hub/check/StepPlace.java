package io.d365hub.check;

import io.d365hub.check.RouteTree.RouteFile;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a file the step stands that Camel could not make. Camel names the route and writes the step in a notation of its own, such as
 * {@code SetBody[constant{...}]}; what is between its brackets stands in the file as well.
 *
 * @param line from 1; 0 when even the route is not known
 * @param column from 1; 0 with the line
 */
record StepPlace(int line, int column) {

    private static final StepPlace NOWHERE = new StepPlace(0, 0);

    private static final Pattern ROUTE = Pattern.compile("route: ([^\\s:]+)");
    private static final Pattern OPENING = Pattern.compile("[\\[{](?:ref:)?");

    /** A longer part of a step may be broken over lines in the file. */
    private static final int LONGEST = 40;

    /**
     * The step's line, else that of its route.
     *
     * @param message what Camel says, in one line
     * @param step the step as Camel writes it; empty when it names none
     */
    static StepPlace of(Path home, RouteFile file, String message, String step) {
        Matcher named = ROUTE.matcher(message);
        String id = named.find() ? named.group(1) : "";
        List<YamlValue> routes = file.items("route");
        StepPlace route = routes.stream()
                .filter(one -> routes.size() == 1 || one.textOf("id").orElse("").equals(id))
                .findFirst()
                .map(one -> new StepPlace(one.line(), one.column()))
                .orElse(NOWHERE);
        if (route.line() == 0) {
            return route;
        }
        try {
            List<String> lines = Files.readAllLines(home.resolve(file.file()), StandardCharsets.UTF_8);
            Matcher opening = OPENING.matcher(step);
            StepPlace found = NOWHERE;
            while (found.line() == 0 && opening.find()) {
                String text = step.substring(opening.end()).replaceFirst("[]}]+$", "");
                found = find(lines, route.line() - 1, text.substring(0, Math.min(text.length(), LONGEST)));
            }
            return found.line() == 0 ? route : found;
        } catch (IOException e) {
            return route; // it was read a moment ago
        }
    }

    private static StepPlace find(List<String> lines, int from, String text) {
        for (int n = from; n < lines.size() && !text.isBlank(); n++) {
            int at = lines.get(n).indexOf(text);
            if (at >= 0) {
                return new StepPlace(n + 1, at + 1);
            }
        }
        return NOWHERE;
    }
}
