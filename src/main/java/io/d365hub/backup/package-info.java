/**
 * Backups: broker and database of one moment in one folder, with a manifest that tells what belongs together, and the way
 * back. {@link io.d365hub.backup.Backup} takes one, {@link io.d365hub.backup.Restore} checks one and puts it in place, {@link
 * io.d365hub.backup.DatabaseFit} says what it means when a database is not the one of the manifest.
 *
 * <p>Uses {@code broker} and {@code database}. Asks nothing of a running hub but to hold its broker still for a moment.
 */
package io.d365hub.backup;
