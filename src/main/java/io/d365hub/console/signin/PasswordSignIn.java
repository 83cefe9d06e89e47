package io.d365hub.console.signin;

import io.d365hub.access.PasswordHash;
import io.d365hub.access.User;
import io.d365hub.access.Users;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Checks names and passwords of local users. Thread-safe; blocks for about a tenth of a second. */
public final class PasswordSignIn {

    /** Each check keeps a core busy; more at once would let anybody slow the hub down. */
    private static final int CHECKS_AT_ONCE = 2;

    private static final String NOBODYS = "no user has this password";

    private final Supplier<Users> users;
    private final SignInLimits limits;
    private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE);
    /** An unknown name takes as long as a known one. */
    private final PasswordHash nobodys = PasswordHash.of(NOBODYS, new SecureRandom());

    public PasswordSignIn(Supplier<Users> users, InstantSource clock) {
        this.users = users;
        this.limits = new SignInLimits(clock);
    }

    /**
     * What came of a try.
     *
     * @param user who signed in; empty when nobody did
     * @param delay how long the next try has to wait; zero when it need not
     */
    public record Outcome(Optional<User> user, Duration delay) {}

    /**
     * Tries to sign in.
     *
     * @param address where the request came from
     */
    public Outcome signIn(String name, String password, String address) {
        Optional<Duration> delay = limits.delay(name, address);
        if (delay.isPresent()) {
            return new Outcome(Optional.empty(), delay.get());
        }
        // Counted before it is known whether it is right: many tries at once are not cheaper than one after another.
        limits.failed(name, address);
        Optional<Users.LocalUser> known = users.get().find(name);
        if (!matches(known.map(Users.LocalUser::password).orElse(nobodys), password) || known.isEmpty()) {
            return new Outcome(Optional.empty(), Duration.ZERO);
        }
        limits.succeeded(name, address);
        return new Outcome(known.map(Users.LocalUser::user), Duration.ZERO);
    }

    private boolean matches(PasswordHash hash, String password) {
        checks.acquireUninterruptibly();
        try {
            return hash.matches(password);
        } finally {
            checks.release();
        }
    }

    /** Whether there is any local user. */
    public boolean hasUsers() {
        return !users.get().all().isEmpty();
    }
}
