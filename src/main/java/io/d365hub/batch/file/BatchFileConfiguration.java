package io.d365hub.batch.file;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of a file batch, as the route says them. */
@UriParams
public class BatchFileConfiguration {

    @UriParam(
            description =
                    "The folder: a path on this machine, a relative one in the hub's data folder, or sftp://user@host:22/path.")
    @Metadata(required = true)
    private String directory;

    @UriParam(
            description = "What the files are. Empty: each file's name says it by its ending.",
            enums = "csv,json,ndjson,xml,xlsx")
    private String format = "";

    @UriParam(
            description =
                    "Patterns of the names of files that are taken, separated by commas, e.g. prices-*.csv,prices-*.csv.gz.",
            defaultValue = "*")
    private String include = "*";

    @UriParam(
            description = "Patterns of names that are never taken, separated by commas.",
            defaultValue = ".*,*.part,*.filepart,*.tmp")
    private String exclude = ".*,*.part,*.filepart,*.tmp";

    @UriParam(
            description = "In which order the files of a run are read: by name, or by the time of their last change.",
            defaultValue = "name",
            enums = "name,modified")
    private String order = "name";

    @UriParam(description = "How long a file must not have changed before it counts as whole.", defaultValue = "10s")
    private String settle = "10s";

    @UriParam(
            description =
                    "Ending of the name of a file beside it that says that a file is whole, e.g. .done; settle does not count then.")
    private String marker = "";

    @UriParam(
            description =
                    "Folder for files that were read, relative to directory. Empty: they stay, and are known by their content.",
            defaultValue = "archive")
    private String archive = "archive";

    @UriParam(description = "Folder for files that could not be read. Empty: they stay.", defaultValue = "failed")
    private String failed = "failed";

    @UriParam(
            description =
                    "How long the content of files that were read is known, so that the same again is not read again.",
            defaultValue = "30d")
    private String remember = "30d";

    @UriParam(description = "Character set of CSV, JSON and NDJSON, e.g. windows-1252.", defaultValue = "UTF-8")
    private String charset = "UTF-8";

    @UriParam(description = "Character between the columns of CSV; tab stands for the tabulator.", defaultValue = ",")
    private String delimiter = ",";

    @UriParam(description = "Character around values of CSV.", defaultValue = "\"")
    private String quote = "\"";

    @UriParam(
            description = "Whether the first line of CSV, or the header row of a sheet, names the columns.",
            defaultValue = "true")
    private boolean header = true;

    @UriParam(description = "Names of the columns, separated by commas. With a header: columns that must be there.")
    private String columns = "";

    @UriParam(
            description =
                    "JSON Pointer of the array of records in a JSON file, e.g. /value. Empty: the file is the array.")
    private String pointer = "";

    @UriParam(description = "Name of the XML element that is a record. Empty: each child of the root.")
    private String recordElement = "";

    @UriParam(description = "Name of the sheet of a workbook. Empty: the first.")
    private String sheet = "";

    @UriParam(description = "Number of the row of a sheet that names the columns.", defaultValue = "1")
    private int headerRow = 1;

    @UriParam(description = "Longest record, characters; a longer one is a dead letter.", defaultValue = "1048576")
    private int recordLimit = 1048576;

    @UriParam(description = "Largest content of a packed file, bytes.", defaultValue = "21474836480")
    private long unpackLimit = 21474836480L;

    @UriParam(
            description = "Most bytes of content for one packed byte, once there are 10 MB of content.",
            defaultValue = "200")
    private int unpackRatio = 200;

    @UriParam(
            description = "Password of the SFTP user; a placeholder such as {{env:ERP_SFTP_PASSWORD}}.",
            secret = true)
    private String password = "";

    @UriParam(description = "File of the SFTP user's private key, instead of a password.")
    private String privateKey = "";

    @UriParam(description = "Passphrase of the private key.", secret = true)
    private String passphrase = "";

    @UriParam(
            description = "File of the host keys of SFTP servers that are trusted, as OpenSSH writes it.",
            defaultValue = "config/known_hosts")
    private String knownHosts = "config/known_hosts";

    public String getDirectory() {
        return directory;
    }

    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public String getFormat() {
        return format;
    }

    public void setFormat(String format) {
        this.format = format;
    }

    public String getInclude() {
        return include;
    }

    public void setInclude(String include) {
        this.include = include;
    }

    public String getExclude() {
        return exclude;
    }

    public void setExclude(String exclude) {
        this.exclude = exclude;
    }

    public String getOrder() {
        return order;
    }

    public void setOrder(String order) {
        this.order = order;
    }

    public String getSettle() {
        return settle;
    }

    public void setSettle(String settle) {
        this.settle = settle;
    }

    public String getMarker() {
        return marker;
    }

    public void setMarker(String marker) {
        this.marker = marker;
    }

    public String getArchive() {
        return archive;
    }

    public void setArchive(String archive) {
        this.archive = archive;
    }

    public String getFailed() {
        return failed;
    }

    public void setFailed(String failed) {
        this.failed = failed;
    }

    public String getRemember() {
        return remember;
    }

    public void setRemember(String remember) {
        this.remember = remember;
    }

    public String getCharset() {
        return charset;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }

    public String getDelimiter() {
        return delimiter;
    }

    public void setDelimiter(String delimiter) {
        this.delimiter = delimiter;
    }

    public String getQuote() {
        return quote;
    }

    public void setQuote(String quote) {
        this.quote = quote;
    }

    public boolean isHeader() {
        return header;
    }

    public void setHeader(boolean header) {
        this.header = header;
    }

    public String getColumns() {
        return columns;
    }

    public void setColumns(String columns) {
        this.columns = columns;
    }

    public String getPointer() {
        return pointer;
    }

    public void setPointer(String pointer) {
        this.pointer = pointer;
    }

    public String getRecordElement() {
        return recordElement;
    }

    public void setRecordElement(String recordElement) {
        this.recordElement = recordElement;
    }

    public String getSheet() {
        return sheet;
    }

    public void setSheet(String sheet) {
        this.sheet = sheet;
    }

    public int getHeaderRow() {
        return headerRow;
    }

    public void setHeaderRow(int headerRow) {
        this.headerRow = headerRow;
    }

    public int getRecordLimit() {
        return recordLimit;
    }

    public void setRecordLimit(int recordLimit) {
        this.recordLimit = recordLimit;
    }

    public long getUnpackLimit() {
        return unpackLimit;
    }

    public void setUnpackLimit(long unpackLimit) {
        this.unpackLimit = unpackLimit;
    }

    public int getUnpackRatio() {
        return unpackRatio;
    }

    public void setUnpackRatio(int unpackRatio) {
        this.unpackRatio = unpackRatio;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getPrivateKey() {
        return privateKey;
    }

    public void setPrivateKey(String privateKey) {
        this.privateKey = privateKey;
    }

    public String getPassphrase() {
        return passphrase;
    }

    public void setPassphrase(String passphrase) {
        this.passphrase = passphrase;
    }

    public String getKnownHosts() {
        return knownHosts;
    }

    public void setKnownHosts(String knownHosts) {
        this.knownHosts = knownHosts;
    }
}
