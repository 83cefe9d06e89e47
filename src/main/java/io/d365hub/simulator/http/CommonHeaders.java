package io.d365hub.simulator.http;

import io.d365hub.simulator.limits.Remaining;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The headers that the real service puts on every answer. */
final class CommonHeaders {

    private static final String METHODS = "OPTIONS,GET,HEAD,POST";
    private static final String EXPOSED =
            "Preference-Applied,OData-EntityId,Location,ETag,OData-Version,Content-Encoding,Transfer-Encoding,"
                    + "Content-Length,Retry-After";
    private static final String SOURCE =
            "2101901502551471561824812131251731792531052361611872238,8314616522322513178209132249922101742091441322121";

    private static final CharSequence REQUEST_ID = name("REQ_ID");
    private static final CharSequence SERVICE_REQUEST_ID = name("x-ms-service-request-id");
    private static final CharSequence ACTIVITY_ID = name("AuthActivityId");
    private static final CharSequence SET_COOKIE = name("Set-Cookie");
    private static final CharSequence DOP_HINT = name("x-ms-dop-hint");
    private static final CharSequence REMAINING_REQUESTS = name("x-ms-ratelimit-burst-remaining-xrm-requests");
    private static final CharSequence REMAINING_TIME = name("x-ms-ratelimit-time-remaining-xrm-requests");
    private static final CharSequence[][] CONSTANT = {
        {name("OData-Version"), name("4.0")},
        {name("CRM.ServiceId"), name("CRMAppPool")},
        {name("Cache-Control"), name("no-cache")},
        {name("Expires"), name("-1")},
        {name("Allow"), name(METHODS)},
        {name("Public"), name(METHODS)},
        {name("X-Source"), name(SOURCE)},
        {name("Strict-Transport-Security"), name("max-age=31536000; includeSubDomains")},
        {name("Access-Control-Expose-Headers"), name(EXPOSED)},
        {name("Access-Control-Allow-Origin"), name("*")},
        {name("Timing-Allow-Origin"), name("*")},
    };
    private static final String SECURE = "; path=/; secure; HttpOnly";
    private static final String NOT_SECURE = "; path=/; HttpOnly";

    private CommonHeaders() {}

    /** A text that is encoded once and not for each answer. */
    private static CharSequence name(String text) {
        return HttpHeaders.createOptimized(text);
    }

    /**
     * The cookies of one answer.
     *
     * @param affinity leads to the web server: name and value
     * @param firstVisit whether the client has no cookie of its own yet
     * @param secure whether clients must keep them from plain HTTP
     */
    record Cookies(String affinity, boolean firstVisit, boolean secure) {

        String attributes() {
            return secure ? SECURE : NOT_SECURE;
        }
    }

    /**
     * Adds the headers.
     *
     * @param cookies how the affinity cookie and, on the first visit, the client's cookie are sent
     * @param remaining what the user may still use; null when the user is unknown
     */
    static void add(MultiMap headers, Cookies cookies, Remaining remaining, int dopHint) {
        for (CharSequence[] constant : CONSTANT) {
            headers.add(constant[0], constant[1]);
        }
        headers.add(REQUEST_ID, newId());
        headers.add(SERVICE_REQUEST_ID, newId() + "," + newId());
        headers.add(ACTIVITY_ID, newId());
        headers.add(SET_COOKIE, cookies.affinity() + cookies.attributes());
        if (cookies.firstVisit()) {
            headers.add(
                    SET_COOKIE,
                    "ReqClientId=" + newId() + "; expires=Thu, 31-Dec-2076 23:59:59 GMT" + cookies.attributes());
        }
        if (remaining != null) {
            headers.add(DOP_HINT, Integer.toString(dopHint));
            headers.add(REMAINING_REQUESTS, Long.toString(remaining.requests()));
            headers.add(REMAINING_TIME, seconds(remaining.executionSeconds()));
        }
    }

    /** With two decimals and a thousands comma: {@code 1,200.00}. */
    static String seconds(double seconds) {
        long hundredths = Math.round(seconds * 100);
        long whole = hundredths / 100;
        String fraction = Long.toString(100 + hundredths % 100).substring(1);
        StringBuilder text = new StringBuilder().append(whole);
        // Written by hand: it is on every answer, and a format costs more than all other headers.
        for (int comma = text.length() - 3; comma > 0; comma -= 3) {
            text.insert(comma, ',');
        }
        return text.append('.').append(fraction).toString();
    }

    /** A random GUID; a diagnostic id needs no secure randomness. */
    private static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID((random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (1L << 63))
                .toString();
    }
}
