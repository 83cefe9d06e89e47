package com.example.hub;

import io.d365hub.api.Authenticator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A header that changes every hour; a real one would sign it with a secret, or fetch a token and keep it until shortly before its end. */
final class SignatureOfTheHour implements Authenticator {

    @Override
    public String header() {
        return "X-Partner-Signature";
    }

    @Override
    public String value() {
        return Long.toHexString(Instant.now().truncatedTo(ChronoUnit.HOURS).getEpochSecond() * 31);
    }
}
