package io.d365hub.dataverse.client;

/** What the reader of a failure can do about it. */
enum Mend {
    WAIT("Nothing for now: the hub waits and goes on by itself."),
    AGAIN("Nothing for now: the hub tries again."),
    DATA("Correct the value at its source or in the mapping, then replay the message."),
    EXISTS("Another row holds the same value of a unique key. Correct the value, or change that row, then replay."),
    ROW_MISSING("Check the key: the row was never written, or has been deleted. Then replay the message."),
    PARENT("Create the missing row in Dataverse or correct the reference at its source, then replay the message."),
    SEVERAL_ROWS("Remove the duplicates in Dataverse and activate the alternate key again, then replay the message."),
    STATE("Correct the status, or the order of the changes, at their source, then replay the message."),
    BUSINESS_RULE("A plug-in or rule in Dataverse refuses the row. Ask its owner, or correct the data, then replay."),
    TOO_LARGE("Send smaller messages, or leave columns out in the mapping, then replay."),
    CHANGED_MEANWHILE("Read the row again and decide which change is to stand, then replay the message."),
    NAMES("Check the names of tables, columns and lookups (they are case-sensitive) in the route and its mapping;"
            + " lookups are written as <navigation property>@odata.bind."),
    KEYS("Declare an alternate key on exactly these columns in Dataverse and wait until it is active,"
            + " or change the option 'key' of the route."),
    KEY_LOOKUP("Write the lookup among the columns too, as <navigation property>@odata.bind; then replay the message."),
    PRIVILEGE("Give the application user of this hub a security role that allows it; the hub goes on by itself."),
    USER("Create or enable the application user of this hub in the environment; the hub goes on by itself."),
    SIGN_IN(
            "Check client id, secret and tenant in the configuration; the hub goes on by itself once they are right there"
                    + " (after a restart; at once in a file of secrets) or at the provider."),
    SECRET_FILE(
            "Write one secret a line into the file, in the order of the client ids, and let the hub read it; the hub"
                    + " goes on by itself."),
    ADDRESS("Check the address of the environment in the configuration; something else than Dataverse answered."),
    TABLE_SETTING("Switch the feature on for this table in Dataverse, or change the route."),
    RESYNC("Read all rows of the table again: set onExpired=resync, or clear the position and start the route."),
    NARROW("The service adds up at most 50,000 rows: narrow the filter, or count by pages."),
    QUERY_TOO_LONG("Shorten the query: fewer values in its conditions, fewer columns, or several queries."),
    LOOK_FIRST("Look for the row in Dataverse first. Replay the message only if it is not there.");

    private final String sentence;

    Mend(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
