package io.d365hub.console.signin;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import io.d365hub.access.Role;
import io.d365hub.access.User;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads from an ID token who somebody is and what the person may do. */
final class OpenIdUser {

    private final OpenIdSettings.Claims claims;

    OpenIdUser(OpenIdSettings.Claims claims) {
        this.claims = claims;
    }

    /** @throws SignInRefusedException when the person has no role here */
    User of(IDTokenClaimsSet token) throws SignInRefusedException {
        Set<String> roles = words(token, claims.roles());
        Role role = role(roles)
                .orElseThrow(() -> new SignInRefusedException(
                        "Your account has none of the roles of this console.",
                        "Ask for one of the roles " + claims.viewer() + ", " + claims.operator() + " and "
                                + claims.administrator() + "."));
        String name = Optional.ofNullable(token.getStringClaim(claims.name()))
                .filter(text -> !text.isBlank())
                .orElseGet(() -> token.getSubject().getValue());
        Set<String> integrations =
                claims.integrations().isEmpty() ? Set.of(User.ALL_INTEGRATIONS) : words(token, claims.integrations());
        return new User(name, role, integrations, roles.contains(claims.reveals()));
    }

    private Optional<Role> role(Set<String> given) {
        if (given.contains(claims.administrator())) {
            return Optional.of(Role.ADMINISTRATOR);
        }
        if (given.contains(claims.operator())) {
            return Optional.of(Role.OPERATOR);
        }
        return given.contains(claims.viewer()) ? Optional.of(Role.VIEWER) : Optional.empty();
    }

    private static Set<String> words(IDTokenClaimsSet token, String claim) {
        Object value = token.getClaim(claim);
        Collection<?> values = value instanceof Collection<?> list ? list : value == null ? List.of() : List.of(value);
        Set<String> words = new TreeSet<>();
        values.forEach(one -> words.add(String.valueOf(one)));
        return words;
    }
}
