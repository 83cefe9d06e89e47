package io.d365hub.simulator.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;

/**
 * A statement that a client signs with the key of its certificate, instead of sending a secret [K]. Its audience is not
 * looked at, as proxies give the token endpoint other names.
 */
final class ClientAssertion {

    /** What {@code client_assertion_type} must say. */
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** Clocks differ. */
    private static final long LEEWAY_SECONDS = 300;

    private ClientAssertion() {}

    /** What is wrong with an assertion. */
    enum Verdict {
        GOOD,
        NO_TOKEN,
        OTHER_CLIENT,
        NOT_IN_TIME,
        BAD_SIGNATURE
    }

    /**
     * Judges an assertion.
     *
     * @param key of the certificate that the client has shown, or null when it has none
     */
    static Verdict judge(String assertion, String clientId, PublicKey key, Instant now) {
        try {
            SignedJWT token = SignedJWT.parse(assertion);
            JWTClaimsSet claims = token.getJWTClaimsSet();
            if (!clientId.equals(claims.getSubject()) || !clientId.equals(claims.getIssuer())) {
                return Verdict.OTHER_CLIENT;
            }
            if (!inTime(claims, now)) {
                return Verdict.NOT_IN_TIME;
            }
            boolean signed = key != null
                    && token.verify(new DefaultJWSVerifierFactory().createJWSVerifier(token.getHeader(), key));
            return signed ? Verdict.GOOD : Verdict.BAD_SIGNATURE;
        } catch (ParseException e) {
            return Verdict.NO_TOKEN;
        } catch (JOSEException e) {
            return Verdict.BAD_SIGNATURE;
        }
    }

    private static boolean inTime(JWTClaimsSet claims, Instant now) {
        Date end = claims.getExpirationTime();
        Date begin = claims.getNotBeforeTime();
        return end != null
                && now.isBefore(end.toInstant().plusSeconds(LEEWAY_SECONDS))
                && (begin == null || !now.isBefore(begin.toInstant().minusSeconds(LEEWAY_SECONDS)));
    }

    /**
     * The key of a certificate.
     *
     * @param pem the certificate, between its lines {@code BEGIN} and {@code END}
     * @throws IllegalArgumentException when it is none
     */
    static PublicKey key(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .getPublicKey();
        } catch (CertificateException e) {
            throw new IllegalArgumentException("'certificate' is no X.509 certificate in PEM", e);
        }
    }
}
