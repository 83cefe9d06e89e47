package io.d365hub.console;

import io.d365hub.access.Role;
import io.d365hub.access.User;
import java.util.Set;

/**
 * Who calls the admin API.
 *
 * @param user what the caller may do
 * @param known whether the caller proved to be this person; otherwise it is somebody who may read the data folder, and a name is a
 *     claim
 */
public record Caller(User user, boolean known) {

    /** How the bearer of the token of the data folder is called. */
    static final String ADMIN_TOKEN = "admin-token";

    /** The bearer of the token of the data folder, who may do everything. */
    public static Caller ofAdminToken() {
        return new Caller(new User(ADMIN_TOKEN, Role.ADMINISTRATOR, Set.of(User.ALL_INTEGRATIONS), true), false);
    }

    /** A person with a token of the person's own. */
    public static Caller of(User user) {
        return new Caller(user, true);
    }

    /** Refuses what the role does not include. */
    void requireRole(Role needed) {
        if (!user.is(needed)) {
            throw new AdminProblemException(
                    403,
                    "The request was not handled.",
                    "It needs the role " + needed.word() + ", and " + user.name() + " is "
                            + user.role().word() + ".",
                    "Ask an administrator for the role, or to do it.");
        }
    }

    /** Refuses what is about the hub as a whole to whoever has some integrations only. */
    void requireAllIntegrations() {
        if (!user.hasAllIntegrations()) {
            throw new AdminProblemException(
                    403,
                    "The request was not handled.",
                    "It is about the whole hub, and some integrations only are open to " + user.name() + ".",
                    "Ask for what belongs to your integrations, or somebody who has all of them.");
        }
    }
}
