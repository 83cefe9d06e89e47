package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Table;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The headers with which one user acts as another one. Microsoft prefers the first; both are common. */
public final class Impersonation {

    private static final String BY_OBJECT_ID = "CallerObjectId";
    private static final String BY_USER_ID = "MSCRMCallerID";

    private Impersonation() {}

    /** The user whom these headers name; null when they name nobody, or nobody who is there. */
    public static UUID named(Environment environment, UnaryOperator<String> headers) {
        String objectId = headers.apply(BY_OBJECT_ID);
        String userId = objectId == null ? headers.apply(BY_USER_ID) : null;
        if (objectId == null && userId == null) {
            return null;
        }
        Row user = find(environment, objectId, userId);
        return user == null ? null : user.id();
    }

    /** Who acts: the caller, or whom its headers name. Refuses unknown and disabled users. */
    static Caller apply(Environment environment, UnaryOperator<String> headers, Caller caller) {
        String objectId = headers.apply(BY_OBJECT_ID);
        String userId = objectId == null ? headers.apply(BY_USER_ID) : null;
        if (objectId == null && userId == null) {
            return caller;
        }
        if (!environment.rules().allows(caller.realUserId(), Privilege.ACT_ON_BEHALF)) {
            throw new ApiError(
                    ErrorCode.CANNOT_ACT_ON_BEHALF,
                    "User does not have the privilege to act on behalf another user.  ImpersonatorUserId: "
                            + caller.realUserId() + ", PrivilegeId: " + Privilege.ACT_ON_BEHALF.text() + ".");
        }
        Row user = find(environment, objectId, userId);
        if (user == null) {
            throw new ApiError(ErrorCode.NOT_A_MEMBER, "The user is not a member of the organization.");
        }
        refuseDisabled(user, environment.model().table("systemuser"));
        return caller.actingAs(user.id());
    }

    /** Refuses a caller whose own user is disabled. */
    static void requireEnabled(Environment environment, Caller caller) {
        TableDefinition users = environment.model().table("systemuser");
        Row user = environment.database().table(users).find(caller.realUserId());
        if (user != null) {
            refuseDisabled(user, users);
        }
    }

    private static void refuseDisabled(Row user, TableDefinition users) {
        if (Boolean.TRUE.equals(user.value(users.column("isdisabled")))) {
            throw new ApiError(
                    ErrorCode.USER_DISABLED,
                    "The specified user(Id = " + user.id() + ") is disabled. Consider enabling this user.");
        }
    }

    private static Row find(Environment environment, String objectId, String userId) {
        Table users = environment.database().table(environment.model().table("systemuser"));
        UUID id = Values.uuid((objectId == null ? userId : objectId).strip());
        if (id == null) {
            return null;
        }
        if (objectId == null) {
            return users.find(id);
        }
        ColumnDefinition column = users.definition().column("azureactivedirectoryobjectid");
        for (Row user : users.rows()) {
            if (id.equals(user.value(column))) {
                return user;
            }
        }
        return null;
    }
}
