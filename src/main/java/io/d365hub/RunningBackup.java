package io.d365hub;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.backup.Backup;
import io.d365hub.backup.BackupException;
import io.d365hub.backup.BackupManifest;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.BackupControl;
import java.nio.file.Path;
import java.time.Clock;

/** Backups of this hub while it runs, one at a time; the audit trail knows of each. */
final class RunningBackup implements BackupControl {

    private final HubStores stores;
    private final AuditTrail audit;
    private final Settings settings;
    private final Backup backup;

    RunningBackup(Settings settings, HubStores stores, AuditTrail audit, Clock clock) {
        this.settings = settings;
        this.stores = stores;
        this.audit = audit;
        this.backup = new Backup(settings.path("hub.data"), HubVersion.text(), clock);
    }

    @Override
    public synchronized HubBackups.Taken take(Path folder, String who, String why) {
        // Before the copy, so that the copy knows of itself.
        record(AuditEntry.of(who, "backup.taken").because(why), folder);
        try {
            BackupManifest manifest = backup.ofRunning(folder, stores.embeddedBroker(), stores.database());
            return HubBackups.taken(settings, folder, manifest);
        } catch (BackupException e) {
            record(AuditEntry.of(who, "backup.failed").because(why), folder);
            throw new AdminProblemException(409, e.what(), e.why(), e.mend());
        }
    }

    private void record(AuditEntry entry, Path folder) {
        long unused = audit.append(entry.with("folder", folder));
    }
}
