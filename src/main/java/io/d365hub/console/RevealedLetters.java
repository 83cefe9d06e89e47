package io.d365hub.console;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import java.util.List;
import java.util.UUID;

/** Shows letters of the admin API with their personal data to whoever says why, and writes that down before. */
public final class RevealedLetters {

    private final AuditTrail audit;

    public RevealedLetters(AuditTrail audit) {
        this.audit = audit;
    }

    /**
     * Whether a request asks for personal data with {@code reveal=true}; it stands in the audit trail then.
     *
     * @throws AdminProblemException when the caller may not, or does not say why, in {@code reason}
     */
    boolean asked(AdminRequest request, UUID letter) {
        if (!isAsked(request, audit, "Nothing was revealed.", List.of(letter))) {
            return false;
        }
        // First: what cannot be written down is not shown.
        long unused = audit.append(AuditEntry.of(request.who(), "letter.revealed")
                .because(request.query("reason").orElse(""))
                .on(letter));
        return true;
    }

    /** Refuses who may not be shown personal data; that is written down, too. */
    void require(AdminRequest request, UUID letter) {
        require(request, audit, "Nothing was changed.", List.of(letter));
    }

    private static void require(AdminRequest request, AuditTrail audit, String what, List<UUID> letters) {
        if (!request.caller().user().mayReveal()) {
            long unused = audit.append(
                    AuditEntry.of(request.who(), "letter.reveal-refused").on(letters));
            throw new AdminProblemException(
                    403, what, "Personal data may not be shown to you.", "Ask an administrator for the permission.");
        }
    }

    /** The same for any number of letters, without writing it down when it may be. */
    static boolean isAsked(AdminRequest request, AuditTrail audit, String what, List<UUID> letters) {
        boolean asked = request.query("reveal").filter("true"::equals).isPresent();
        if (asked) {
            require(request, audit, what, letters);
        }
        if (asked && request.query("reason").orElse("").isBlank()) {
            throw new AdminProblemException(
                    422,
                    what,
                    "Personal data is to be revealed, and nobody says why.",
                    "Give a reason: --reason TEXT on the command line, 'reason' in a request.");
        }
        return asked;
    }
}
