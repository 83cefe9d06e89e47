package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A case that asks a route which answers, as that of a virtual table does.
 *
 * @param headers the question, as the hub puts it
 * @param answer what must be answered; numbers are equal when their values are
 */
public record Question(Map<String, Object> headers, JsonNode answer) {}
