package io.d365hub.batch;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options that all batch endpoints have, as the route says them. */
@UriParams
public class BatchOptions {

    @UriParam(description = "Where the record key stands in a row: a JSON Pointer such as /customerNumber.")
    @Metadata(required = true)
    private String recordKey;

    @UriParam(description = "When runs start: a Quartz cron expression, e.g. 0 0 2 * * ? for 02:00 every night.")
    private String cron = "";

    @UriParam(description = "Time zone of the cron expression, e.g. Europe/Stockholm.", defaultValue = "UTC")
    private String timeZone = "UTC";

    @UriParam(
            description = "Whether one run makes up for times at which no hub ran: run or skip.",
            defaultValue = "run",
            enums = "run,skip")
    private String missedRun = "run";

    @UriParam(description = "Instead of cron: time between the starts of two runs, e.g. 15m.")
    private String interval = "";

    @UriParam(description = "Names of batches that must have completed a run first, separated by commas.")
    private String after = "";

    @UriParam(
            description =
                    "Rows of one exchange. Above 1 the body is a list, and is split into single rows when it fails.",
            defaultValue = "1")
    private int chunk = 1;

    @UriParam(
            description = "A run stops by itself when more than this share of its rows is rejected, 0 to 1.",
            defaultValue = "0.2")
    private double rejectShare = 0.2;

    @UriParam(description = "Rows that a run has settled before rejectShare counts.", defaultValue = "100")
    private long rejectRows = 100;

    @UriParam(
            description = "Whether rows that were written before, and are mapped to the same again, are left out.",
            defaultValue = "false")
    private boolean skipUnchanged = false;

    @UriParam(
            description =
                    "What happens in Dataverse to rows that have disappeared from a source that is read whole: ignore, delete or deactivate.",
            defaultValue = "ignore",
            enums = "ignore,delete,deactivate")
    private String deletes = "ignore";

    @UriParam(
            description =
                    "A run deletes nothing when more than this share of the known rows has disappeared, 0 to 1; 100 rows may always go.",
            defaultValue = "0.1")
    private double deleteLimit = 0.1;

    @UriParam(
            description = "How long a single row, or the source, may fail for transient reasons.",
            defaultValue = "10m")
    private String patience = "10m";

    @UriParam(
            description = "How long a row whose parent row is missing is parked before it becomes a dead letter.",
            defaultValue = "10m")
    private String parentWait = "10m";

    @UriParam(
            description = "Whether later rows of the record key of a dead letter go on, or wait.",
            defaultValue = "continue",
            enums = "continue,hold-key")
    private String afterDeadLetter = "continue";

    @UriParam(
            description =
                    "Work queues of the lane that takes parked, retried and replayed rows. Change it only while they are empty.",
            defaultValue = "2")
    private int partitions = 2;

    @UriParam(description = "Columns by which dead letters can be found, as name=/pointer separated by commas.")
    private String searchFields = "";

    public String getRecordKey() {
        return recordKey;
    }

    public void setRecordKey(String recordKey) {
        this.recordKey = recordKey;
    }

    public String getCron() {
        return cron;
    }

    public void setCron(String cron) {
        this.cron = cron;
    }

    public String getTimeZone() {
        return timeZone;
    }

    public void setTimeZone(String timeZone) {
        this.timeZone = timeZone;
    }

    public String getMissedRun() {
        return missedRun;
    }

    public void setMissedRun(String missedRun) {
        this.missedRun = missedRun;
    }

    public String getInterval() {
        return interval;
    }

    public void setInterval(String interval) {
        this.interval = interval;
    }

    public String getAfter() {
        return after;
    }

    public void setAfter(String after) {
        this.after = after;
    }

    public int getChunk() {
        return chunk;
    }

    public void setChunk(int chunk) {
        this.chunk = chunk;
    }

    public double getRejectShare() {
        return rejectShare;
    }

    public void setRejectShare(double rejectShare) {
        this.rejectShare = rejectShare;
    }

    public long getRejectRows() {
        return rejectRows;
    }

    public void setRejectRows(long rejectRows) {
        this.rejectRows = rejectRows;
    }

    public boolean isSkipUnchanged() {
        return skipUnchanged;
    }

    public void setSkipUnchanged(boolean skipUnchanged) {
        this.skipUnchanged = skipUnchanged;
    }

    public String getDeletes() {
        return deletes;
    }

    public void setDeletes(String deletes) {
        this.deletes = deletes;
    }

    public double getDeleteLimit() {
        return deleteLimit;
    }

    public void setDeleteLimit(double deleteLimit) {
        this.deleteLimit = deleteLimit;
    }

    public String getPatience() {
        return patience;
    }

    public void setPatience(String patience) {
        this.patience = patience;
    }

    public String getParentWait() {
        return parentWait;
    }

    public void setParentWait(String parentWait) {
        this.parentWait = parentWait;
    }

    public String getAfterDeadLetter() {
        return afterDeadLetter;
    }

    public void setAfterDeadLetter(String afterDeadLetter) {
        this.afterDeadLetter = afterDeadLetter;
    }

    public int getPartitions() {
        return partitions;
    }

    public void setPartitions(int partitions) {
        this.partitions = partitions;
    }

    public String getSearchFields() {
        return searchFields;
    }

    public void setSearchFields(String searchFields) {
        this.searchFields = searchFields;
    }
}
