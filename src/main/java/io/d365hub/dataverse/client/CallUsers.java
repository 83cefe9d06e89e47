package io.d365hub.dataverse.client;

import io.d365hub.throttle.Governor;
import java.util.List;

/**
 * The application users as whom one environment is called, each with a token and budgets of its own. A call about one row
 * goes out as that row's user as long as that one may call; any other call as the user with most room. Thread-safe.
 */
final class CallUsers {

    private final List<CallUser> users;

    CallUsers(List<CallUser> users) {
        if (users.isEmpty()) {
            throw new IllegalArgumentException("There is no application user to call as");
        }
        this.users = List.copyOf(users);
    }

    boolean several() {
        return users.size() > 1;
    }

    List<Governor> governors() {
        return users.stream().map(CallUser::governor).toList();
    }

    /** Whether somebody may call now. */
    boolean anyOpen() {
        return users.stream().anyMatch(CallUser::isOpen);
    }

    /** Whether the service refuses all of them: then a pause of one is no reason to wait. */
    boolean allRefused() {
        return users.stream().allMatch(CallUser::isRefused);
    }

    /** Number of the user of a row, from 0: always the same for the same address. */
    int home(String path) {
        return several() ? Math.floorMod(path.hashCode(), users.size()) : 0;
    }

    /** The user of this row while that one may call, else the one with most room. */
    CallUser of(WireRequest request) {
        return several() && request.addressesRow() ? at(home(request.path())) : roomiest();
    }

    /** The user of this number while that one may call, else the one with most room. */
    CallUser at(int home) {
        CallUser user = users.get(home);
        return !several() || user.isOpen() ? user : roomiest();
    }

    CallUser roomiest() {
        CallUser best = users.get(0);
        if (several()) {
            double most = best.governor().room();
            for (CallUser user : users.subList(1, users.size())) {
                double room = user.governor().room();
                if (room > most) {
                    most = room;
                    best = user;
                }
            }
        }
        return best;
    }
}
