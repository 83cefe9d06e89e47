package io.d365hub.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an integration can begin as. */
public enum Pattern {
    /** Other systems push messages by HTTP or JMS. */
    EVENT_PUSH("event-push", "push-source", "other systems push messages by HTTP or JMS", "json"),
    /** Files are read by a timetable. */
    BATCH_PULL("batch-pull", "batch-file-source", "files that another system drops are read, row by row", "csv"),
    /** Changes of Dataverse are told to another system. */
    WEBHOOK_OUT("webhook-out", "dataverse-webhook-source", "changes of Dataverse are told to another system", "json"),
    /** Messages come from a queue. */
    QUEUE("queue", "queue-source", "messages come from a queue", "json"),
    /** Dataverse asks for rows that another system has. */
    VIRTUAL("virtual", "", "Dataverse shows rows that another system has", "json");

    private final String text;
    private final String kamelet;
    private final String about;
    private final String sample;

    Pattern(String text, String kamelet, String about, String sample) {
        this.text = text;
        this.kamelet = kamelet;
        this.about = about;
        this.sample = sample;
    }

    /** As it is written, e.g. {@code event-push}. */
    public String text() {
        return text;
    }

    /** The kamelet that its routes begin with; empty for none. */
    public Optional<String> kamelet() {
        return Optional.of(kamelet).filter(name -> !name.isEmpty());
    }

    /** One sentence for people who choose. */
    public String about() {
        return about;
    }

    /** The pattern of that name. */
    public static Optional<Pattern> of(String text) {
        return Arrays.stream(values())
                .filter(pattern -> pattern.text.equals(text))
                .findFirst();
    }

    /** Its files: which resource becomes which file of the hub's home folder. */
    List<Template> templates() {
        List<Template> templates = new ArrayList<>(List.of(
                new Template("route.camel.yaml", "routes/" + Template.NAME + ".camel.yaml"),
                new Template("mapping.jslt", "transformations/" + Template.NAME + ".jslt"),
                new Template("mapping.cases.yaml", "transformations/" + Template.NAME + ".cases.yaml"),
                new Template("sample." + sample, "samples/" + Template.NAME + "." + sample)));
        templates.add(
                this == VIRTUAL
                        ? new Template("Items.table.yaml", "virtual/" + Template.NAME + "/Items.table.yaml")
                        : new Template("route.cases.yaml", "routes/" + Template.NAME + ".cases.yaml"));
        return templates;
    }
}
