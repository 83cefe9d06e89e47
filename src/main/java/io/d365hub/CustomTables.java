package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the custom tables of a folder in a simulator, as an administrator makes them in a real environment: each file
 * {@code <logical name>.json} holds the requests of the Web API.
 */
final class CustomTables {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".json";
    /** Control of the simulator that says how long an index takes. */
    private static final String METADATA = "metadata";

    private CustomTables() {}

    /** Makes those that are not there yet; a folder that is not there holds none. */
    static void make(Path folder, Simulator simulator) {
        List<Path> files = files(folder);
        if (files.isEmpty()) {
            return;
        }
        SimulatorRows client = new SimulatorRows(
                simulator, SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET);
        // The check of the routes follows at once and wants active keys; a new index would take some seconds.
        JsonNode asBefore = client.control("GET", METADATA, null);
        client.control("PUT", METADATA, JSON.createObjectNode().put("keyIndexSeconds", 0));
        files.forEach(file -> make(file, client));
        client.get("EntityDefinitions?$select=LogicalName"); // any request finishes the indexes that are due
        client.control("PUT", METADATA, asBefore);
    }

    private static void make(Path file, SimulatorRows client) {
        String name = file.getFileName().toString();
        String table = name.substring(0, name.length() - SUFFIX.length());
        try {
            if (!client.hasTable(table)) {
                for (JsonNode request : JSON.readTree(file.toFile())) {
                    client.post(request.path("post").asText(), request.path("body"));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new HubStartException(
                    "The simulator was not started.",
                    "The table of " + file + " cannot be made: " + e.getMessage(),
                    "Correct the file, or move it out of this folder.",
                    e);
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // gone between the two looks at it
        }
    }
}
