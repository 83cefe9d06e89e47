package io.d365hub.console.web;

import io.d365hub.access.ApiKeys;
import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.console.signin.OpenIdSignIn;
import io.d365hub.console.signin.PasswordSignIn;
import io.d365hub.console.signin.Session;
import io.d365hub.console.signin.Sessions;
import io.d365hub.console.signin.SignInRefusedException;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in: by password, by OpenID Connect, and in development from this machine without either. */
public final class SignInPages {

    private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);
    private static final int MOST_FORM_BYTES = 16 << 10;
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final User DEVELOPER =
            new User("developer", Role.ADMINISTRATOR, Set.of(User.ALL_INTEGRATIONS), true);

    private final ConsoleSettings settings;
    private final Sessions sessions;
    private final PasswordSignIn passwords;
    private final Optional<OpenIdSignIn> openId;
    private final SecureRandom random = new SecureRandom();
    private Cookies cookies;
    private Shell shell;

    public SignInPages(
            ConsoleSettings settings, Sessions sessions, PasswordSignIn passwords, Optional<OpenIdSignIn> openId) {
        this.settings = settings;
        this.sessions = sessions;
        this.passwords = passwords;
        this.openId = openId;
    }

    private interface Step {
        void take(RoutingContext routing) throws Exception;
    }

    void mount(Router router, Cookies sessionCookies, Shell frame) {
        this.cookies = sessionCookies;
        this.shell = frame;
        String form = Console.SIGN_IN;
        router.get(form).blockingHandler(blocking(routing -> show(routing, 200, "")), false);
        router.post(form).handler(new FormBody(MOST_FORM_BYTES));
        router.post(form).blockingHandler(blocking(this::byPassword), false);
        router.post(form + "/development").handler(new FormBody(MOST_FORM_BYTES));
        router.post(form + "/development").blockingHandler(blocking(this::byPresence), false);
        router.get(form + "/openid").blockingHandler(blocking(this::toProvider), false);
        router.get(form + "/openid/callback").blockingHandler(blocking(this::fromProvider), false);
    }

    private static io.vertx.core.Handler<RoutingContext> blocking(Step step) {
        return routing -> {
            try {
                step.take(routing);
            } catch (Exception e) {
                routing.fail(e);
            }
        };
    }

    private void show(RoutingContext routing, int status, String message) {
        String formToken = ApiKeys.generate(random);
        cookies.setSignIn(routing, formToken);
        Map<String, Object> model = new HashMap<>();
        model.put("formToken", formToken);
        model.put("message", message);
        model.put("next", next(routing));
        model.put("hasUsers", passwords.hasUsers());
        model.put("openId", openId.isPresent());
        model.put("development", isOnThisMachine(routing));
        shell.send(routing, Optional.empty(), new Answer.Page(status, "login", "", model));
    }

    private void byPassword(RoutingContext routing) {
        if (!isOurForm(routing)) {
            show(routing, 403, "The form was too old. Please try again.");
            return;
        }
        String name = field(routing, "name").strip();
        PasswordSignIn.Outcome outcome = passwords.signIn(name, field(routing, "password"), address(routing));
        if (outcome.user().isPresent()) {
            enter(routing, outcome.user().get(), Session.Origin.LOCAL, next(routing));
        } else if (outcome.delay().isZero()) {
            show(routing, 401, "Name or password is wrong.");
        } else {
            routing.response()
                    .putHeader("Retry-After", String.valueOf(outcome.delay().toSeconds() + 1));
            show(
                    routing,
                    429,
                    "Too many wrong passwords. Please wait "
                            + TemplateWords.length(outcome.delay().plusSeconds(1)) + " before you try again.");
        }
    }

    private void byPresence(RoutingContext routing) {
        if (!isOurForm(routing) || !isOnThisMachine(routing)) {
            show(routing, 403, "This way in is open in development and on the hub's own machine only.");
            return;
        }
        enter(routing, DEVELOPER, Session.Origin.DEVELOPMENT, next(routing));
    }

    private void toProvider(RoutingContext routing) {
        try {
            OpenIdSignIn.Begun begun = openId.orElseThrow(PageRequest::absent).begin();
            cookies.setOpenId(routing, begun.memory());
            Console.see(routing, begun.address().toString());
        } catch (SignInRefusedException e) {
            refused(routing, e);
        }
    }

    private void fromProvider(RoutingContext routing) throws URISyntaxException {
        OpenIdSignIn provider = openId.orElseThrow(PageRequest::absent);
        String memory = cookies.openId(routing).orElse("");
        cookies.removeOpenId(routing);
        try {
            User user = provider.finish(new URI(routing.request().uri()), memory);
            enter(routing, user, Session.Origin.OPENID, Console.PREFIX + "/");
        } catch (SignInRefusedException e) {
            refused(routing, e);
        }
    }

    private void refused(RoutingContext routing, SignInRefusedException refusal) {
        if (refusal.getCause() != null) {
            LOG.warn(
                    "A sign-in with OpenID Connect failed: {}",
                    refusal.getCause().toString());
        }
        show(routing, 403, "You were not signed in. " + refusal.why() + " " + refusal.mend());
    }

    /** A new token for a new sign-in: whoever planted a token in the browser before has nothing. */
    private void enter(RoutingContext routing, User user, Session.Origin origin, String next) {
        Session session = sessions.begin(user, origin, cookies.session(routing));
        cookies.setSession(routing, session.token());
        Console.see(routing, next);
    }

    private boolean isOurForm(RoutingContext routing) {
        return cookies.signIn(routing)
                .filter(token -> MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8),
                        field(routing, "token").getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    /**
     * Whether a person at this machine asks, and not a page of another site under a name that it has made to mean this
     * machine, nor somebody behind a proxy.
     */
    private boolean isOnThisMachine(RoutingContext routing) {
        String host = Optional.ofNullable(routing.request().getHeader("Host")).orElse("");
        return settings.developmentSignIn()
                && routing.request().getHeader("X-Forwarded-For") == null
                && routing.request().getHeader("Forwarded") == null
                && THIS_MACHINE.contains(host.replaceFirst(":[0-9]{1,5}$", ""))
                && isLoopback(address(routing));
    }

    private static boolean isLoopback(String address) {
        try {
            return !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String address(RoutingContext routing) {
        return Optional.ofNullable(routing.request().remoteAddress())
                .map(SocketAddress::hostAddress)
                .orElse("");
    }

    /** Where to go afterwards: a page of the console, never another site. */
    private static String next(RoutingContext routing) {
        List<String> asked = routing.queryParam("next");
        String path = asked.isEmpty() ? field(routing, "next") : asked.get(0);
        boolean ours = path.matches("/console/[!-~&&[^\\\\]]*") && !path.startsWith(Console.SIGN_IN);
        return ours ? path : Console.PREFIX + "/";
    }

    private static String field(RoutingContext routing, String name) {
        List<String> values = FormBody.of(routing).getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }
}
