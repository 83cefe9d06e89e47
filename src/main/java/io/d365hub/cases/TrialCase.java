package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.rehearsal.Trial.Message;
import java.util.List;

/**
 * The parts of a case that is tried against a Dataverse.
 *
 * @param messages what comes in, all at once
 * @param given rows by table that are there before
 * @param tables definitions of custom tables
 * @param faults what goes wrong
 * @param expect what must have come of it
 */
record TrialCase(
        List<Message> messages, JsonNode given, List<JsonNode> tables, List<JsonNode> faults, JsonNode expect) {}
