package io.d365hub.console.signin;

import io.d365hub.access.ApiKeys;
import io.d365hub.access.PasswordHash;
import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.access.Users;
import io.d365hub.database.HubDatabase;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The sessions of the console, shared by all hubs of a database. A session ends after a time without use, after a time in
 * all, when its user signs out, and at once when a local user is taken away or gets another password; role and integrations
 * of local users are those of now. Thread-safe.
 */
public final class Sessions {

    /** Shorter steps are not written down, so that most requests only read. */
    private static final Duration STEP = Duration.ofSeconds(30);

    /** What {@link ApiKeys} makes; anything else is not looked up. */
    private static final Pattern TOKEN = Pattern.compile(ApiKeys.PREFIX + "[A-Za-z0-9_-]{43}");

    private static final int MOST_NAME = 200;

    private final HubDatabase database;
    private final InstantSource clock;
    private final Supplier<Users> users;
    private final Duration idle;
    private final Duration longest;
    private final SecureRandom random = new SecureRandom();

    /**
     * Sessions of this database.
     *
     * @param users the local users of now
     * @param idle a session that is not used for so long ends
     * @param longest a session ends after this time, used or not
     */
    public Sessions(HubDatabase database, InstantSource clock, Supplier<Users> users, Duration idle, Duration longest) {
        this.database = database;
        this.clock = clock;
        this.users = users;
        this.idle = idle;
        this.longest = longest;
    }

    /** Begins a session with a new token; the one that the browser had before, if any, ends. */
    public Session begin(User user, Session.Origin origin, Optional<String> before) {
        before.ifPresent(this::end);
        String token = ApiKeys.generate(random);
        Instant now = clock.instant();
        String mark = users.get()
                .find(user.name())
                .map(known -> known.password().mark())
                .orElse("");
        String name = user.name().substring(0, Math.min(user.name().length(), MOST_NAME));
        database.jdbi().useHandle(handle -> handle.createUpdate(
                        "insert into console_session (id, origin, user_name, user_role,"
                                + " integrations, reveals, password, created_at, used_at) values (:id, :origin, :name,"
                                + " :role, :integrations, :reveals, :password, :now, :now)")
                .bind("id", ApiKeys.sha256(token))
                .bind("origin", origin.name())
                .bind("name", name)
                .bind("role", user.role().name())
                .bind("integrations", String.join("\n", user.integrations()))
                .bind("reveals", user.mayReveal())
                .bind("password", origin == Session.Origin.LOCAL ? mark : "")
                .bind("now", now.toEpochMilli())
                .execute());
        return new Session(token, user, origin, now);
    }

    /**
     * The session of this token, when it has not ended.
     *
     * @param use whether a person did something; a page that refreshes itself keeps no session alive
     */
    public Optional<Session> find(String token, boolean use) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        String id = ApiKeys.sha256(token);
        long now = clock.millis();
        Optional<Row> row = database.jdbi()
                .withHandle(handle -> handle.createQuery("select * from console_session where id = :id"
                                + " and used_at > :idle and created_at > :longest")
                        .bind("id", id)
                        .bind("idle", now - idle.toMillis())
                        .bind("longest", now - longest.toMillis())
                        .map((line, context) -> row(line))
                        .findOne());
        Optional<Session> session = row.flatMap(this::user)
                .map(user ->
                        new Session(token, user, row.get().origin(), row.get().createdAt()));
        if (use && session.isPresent() && now - row.get().usedAt() > STEP.toMillis()) {
            database.jdbi()
                    .useHandle(
                            handle -> handle.execute("update console_session set used_at = ? where id = ?", now, id));
        }
        return session;
    }

    /** The user of now: a local one as the users file says, others as they signed in. */
    private Optional<User> user(Row row) {
        if (row.origin() != Session.Origin.LOCAL) {
            return Optional.of(row.user());
        }
        return users.get()
                .find(row.user().name())
                .filter(known -> hasMark(known.password(), row.password()))
                .map(Users.LocalUser::user);
    }

    private static boolean hasMark(PasswordHash password, String mark) {
        return password.mark().equals(mark);
    }

    /** Ends a session. */
    public void end(String token) {
        database.jdbi()
                .useHandle(handle -> handle.execute("delete from console_session where id = ?", ApiKeys.sha256(token)));
    }

    /** Forgets the sessions that have ended by themselves. */
    public void prune() {
        long now = clock.millis();
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "delete from console_session where used_at <= ? or created_at <= ?",
                        now - idle.toMillis(),
                        now - longest.toMillis()));
    }

    private record Row(User user, Session.Origin origin, String password, Instant createdAt, long usedAt) {}

    private static Row row(ResultSet line) throws SQLException {
        String integrations = line.getString("integrations");
        User user = new User(
                line.getString("user_name"),
                Role.valueOf(line.getString("user_role")),
                integrations.isEmpty() ? Set.of() : Set.of(integrations.split("\n", -1)),
                line.getBoolean("reveals"));
        return new Row(
                user,
                Session.Origin.valueOf(line.getString("origin")),
                line.getString("password"),
                Instant.ofEpochMilli(line.getLong("created_at")),
                line.getLong("used_at"));
    }
}
