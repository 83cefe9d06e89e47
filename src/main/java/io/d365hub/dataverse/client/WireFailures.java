package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import io.d365hub.throttle.Permit;
import io.d365hub.throttle.Refusal;
import io.d365hub.throttle.Told;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** What a call without a whole answer means for its caller, and for everybody's next calls. */
final class WireFailures {

    private final String host;

    WireFailures(String host) {
        this.host = host;
    }

    /** Gives the permit back; {@link AnswerLostException} when the request may have been carried out. */
    RuntimeException told(String what, Throwable failure, Admission admission) {
        Permit permit = admission.permit();
        if (failure instanceof BoundedResponse.TooLarge) {
            permit.answered(Told.NOTHING);
            return Failures.of(
                    FailureKind.REFUSED,
                    "answer-too-large",
                    what,
                    "The answer of Dataverse is too large: " + failure.getMessage() + ".",
                    Mend.TOO_LARGE,
                    failure);
        }
        if (distrusted(failure)) {
            permit.unused();
            return Failures.of(
                    FailureKind.MISCONFIGURED,
                    "tls",
                    what,
                    "The certificate of " + host + " is not trusted: " + Failures.cause(failure) + ".",
                    Mend.ADDRESS,
                    failure);
        }
        if (neverConnected(failure)) {
            String reason = "no connection to " + host + " could be made: " + Failures.cause(failure);
            permit.refused(Refusal.of(reason, Optional.empty()));
            return Failures.paused(what, reason, admission.user().remainingPause());
        }
        permit.lost("it no longer answers: " + Failures.cause(failure));
        return new AnswerLostException(failure);
    }

    private static boolean neverConnected(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException;
    }

    private static boolean distrusted(Throwable failure) {
        return failure instanceof SSLPeerUnverifiedException
                || (failure instanceof SSLHandshakeException && failure.getCause() instanceof CertificateException);
    }
}
