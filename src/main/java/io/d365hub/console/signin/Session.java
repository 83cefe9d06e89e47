package io.d365hub.console.signin;

import io.d365hub.access.ApiKeys;
import io.d365hub.access.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * A signed-in user, as one request sees it.
 *
 * @param token what the browser has
 * @param user who it is and what the person may do now
 * @param origin how the person signed in
 * @param createdAt when
 */
public record Session(String token, User user, Origin origin, Instant createdAt) {

    /** How somebody signed in. */
    public enum Origin {
        LOCAL,
        OPENID,
        DEVELOPMENT
    }

    /**
     * What every form of this session carries. It follows from the token, which another site cannot read, and does not lead
     * back to it.
     */
    public String formToken() {
        return ApiKeys.sha256("form:" + token);
    }

    /** Whether a form carried this session's token; takes equally long for every guess. */
    public boolean allowsForm(String given) {
        return MessageDigest.isEqual(
                formToken().getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Session[" + user.name() + "]";
    }
}
