package io.d365hub.database;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that opens the embedded database of a folder, commits, and keeps it open until it is killed. */
final class OpensDatabase {

    static final String OPEN = "open";
    static final int COMMITS = 50;

    private OpensDatabase() {}

    public static void main(String[] args) throws InterruptedException {
        HubDatabase database = HubDatabase.open(DatabaseSettings.embedded(Path.of(args[0])));
        for (int i = 0; i < COMMITS; i++) {
            HubDatabaseTest.addReceipt(database);
        }
        System.out.println(OPEN);
        new CountDownLatch(1).await();
    }
}
