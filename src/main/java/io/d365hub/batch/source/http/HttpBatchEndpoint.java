package io.d365hub.batch.source.http;

import io.d365hub.batch.BatchComponent;
import io.d365hub.batch.BatchEndpoint;
import io.d365hub.batch.source.OptionValues;
import io.d365hub.connection.Credentials;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;

/** Options of everything that is read over HTTP. */
public abstract class HttpBatchEndpoint extends BatchEndpoint {

    @UriParam(description = "Address of the first page, http or https.")
    @Metadata(required = true)
    private String url;

    @UriParam(description = "Name of the credentials, as in hub.credentials.<name>.token. Without it none are sent.")
    private String credentials = "";

    @UriParam(
            description = "Headers of each request, e.g. Accept-Language=de,X-Tenant=7. Secrets belong to credentials.")
    private String headers = "";

    @UriParam(
            description =
                    "Hosts, with their port where it is not the usual one, that links of pages may lead to besides the url's own; separated by commas.")
    private String allowHosts = "";

    @UriParam(description = "Longest wait for an answer, and for its next piece.", defaultValue = "60s")
    private String timeout = "60s";

    @UriParam(description = "Longest text in a row, in characters.", defaultValue = "4194304")
    private int valueLimit = 4 << 20;

    @UriParam(
            description =
                    "What happens when the source does not know the position any more: resync = everything is read again, with a warning; stop = the run fails until somebody decides.",
            defaultValue = "resync",
            enums = "resync,stop")
    private String onExpired = "resync";

    protected HttpBatchEndpoint(String uri, BatchComponent component, String name) {
        super(uri, component, name);
    }

    /**
     * The pages of the address.
     *
     * @param more headers that this kind of source needs; the author's weigh more
     */
    protected final HttpPages pages(Map<String, String> more) {
        OptionValues values = new OptionValues(getName());
        Map<String, String> all = new java.util.LinkedHashMap<>(more);
        all.putAll(values.pairs("headers", headers));
        return new HttpPages(new HttpSettings(
                address(values),
                all,
                () -> credentials.isBlank()
                        ? Optional.empty()
                        : Optional.of(Credentials.find(getCamelContext().getRegistry(), credentials.strip())),
                new LinkedHashSet<>(values.list(allowHosts)),
                values.duration("timeout", timeout),
                values.within("valueLimit", valueLimit, 1, 512 << 20)));
    }

    private URI address(OptionValues values) {
        String text = values.required("url", url, "Give the address of the first page.");
        try {
            URI address = URI.create(text.replace(" ", "%20"));
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Said below, in our own words.
        }
        throw values.refused("url", "is no http or https address", "Give the address of the first page.");
    }

    /** Whether everything is read again when the source does not know the position any more. */
    protected final boolean resyncs() {
        return new OptionValues(getName())
                .choice("onExpired", onExpired, "resync", "stop")
                .equals("resync");
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public String getCredentials() {
        return credentials;
    }

    public void setCredentials(String credentials) {
        this.credentials = credentials;
    }

    public String getHeaders() {
        return headers;
    }

    public void setHeaders(String headers) {
        this.headers = headers;
    }

    public String getAllowHosts() {
        return allowHosts;
    }

    public void setAllowHosts(String allowHosts) {
        this.allowHosts = allowHosts;
    }

    public String getTimeout() {
        return timeout;
    }

    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    public int getValueLimit() {
        return valueLimit;
    }

    public void setValueLimit(int valueLimit) {
        this.valueLimit = valueLimit;
    }

    public String getOnExpired() {
        return onExpired;
    }

    public void setOnExpired(String onExpired) {
        this.onExpired = onExpired;
    }
}
