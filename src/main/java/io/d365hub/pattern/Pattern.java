package io.d365hub.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an integration can begin as. */
public enum Pattern {
    /** Other systems push messages by HTTP or JMS. */
    EVENT_PUSH("event-push", "push-source", "other systems push messages by HTTP or JMS", "json"),
    /** Messages come from a queue. */
    QUEUE("queue", "queue-source", "messages come from a queue", "json"),
    /** Files are read by a timetable. */
    BATCH_PULL("batch-pull", "batch-file-source", "files that another system drops are read, row by row", "csv"),
    /** Rows of a database. */
    BATCH_SQL("batch-sql", "batch-sql-source", "rows of a database that are new or have changed are read", "json"),
    /** Rows of an HTTP API. */
    BATCH_HTTP("batch-http", "batch-http-source", "pages of JSON of an HTTP API are read", "json"),
    /** Rows of an OData service. */
    BATCH_ODATA("batch-odata", "batch-odata-source", "an entity set of an OData v4 service is read", "json"),
    /** Rows of a source that a plug-in brings. */
    BATCH_PLUGIN("batch-plugin", "batch-plugin-source", "rows come from a plug-in of your own", "json"),
    /** Rows of Dataverse, then their changes. */
    DATAVERSE_CHANGES(
            "dataverse-changes",
            "dataverse-changes-source",
            "rows of Dataverse, then their changes, are written to files",
            "json"),
    /** Changes of Dataverse are told to another system. */
    WEBHOOK_OUT("webhook-out", "dataverse-webhook-source", "changes of Dataverse are told to another system", "json"),
    /** Dataverse asks for rows that another system has. */
    VIRTUAL("virtual", "", "Dataverse shows rows that another system has", "json");

    /** Where the files are that patterns of one kind have in common. */
    private static final List<Pattern> LIKE_BATCH_PULL = List.of(BATCH_SQL, BATCH_HTTP, BATCH_ODATA, BATCH_PLUGIN);

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
        String shared = LIKE_BATCH_PULL.contains(this) ? BATCH_PULL.text : text;
        List<Template> templates = new ArrayList<>(List.of(
                new Template(text + "/route.camel.yaml", "routes/" + Template.NAME + ".camel.yaml"),
                new Template(shared + "/route.cases.yaml", "routes/" + Template.NAME + ".cases.yaml"),
                new Template(shared + "/mapping.jslt", "transformations/" + Template.NAME + ".jslt"),
                new Template(shared + "/mapping.cases.yaml", "transformations/" + Template.NAME + ".cases.yaml"),
                new Template(text + "/sample." + sample, "samples/" + Template.NAME + "." + sample)));
        if (this == VIRTUAL) {
            templates.add(new Template(text + "/Items.table.yaml", "virtual/" + Template.NAME + "/Items.table.yaml"));
        }
        return templates;
    }
}
