/** Folders that files are taken from and moved within: on this machine or behind SFTP. Knows no formats and no rows. */
package io.d365hub.batch.file.folder;
