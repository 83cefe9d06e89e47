package io.d365hub.console.web;

import io.d365hub.access.User;
import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.console.AdminProblemException;
import java.util.UUID;

/** Decides who is shown personal data, and writes it down first: what cannot be written down is not shown. */
public final class Reveals {

    private final AuditTrail audit;

    public Reveals(AuditTrail audit) {
        this.audit = audit;
    }

    /**
     * Somebody is about to see a letter unmasked.
     *
     * @param reason what the person says why
     * @throws AdminProblemException when that is not allowed
     */
    void reveal(User user, UUID letter, String reason) {
        if (!user.mayReveal()) {
            throw refused(user, letter);
        }
        audit.append(
                AuditEntry.of(user.name(), "letter.revealed").because(reason).on(letter));
    }

    /** Somebody wanted to see a letter unmasked and may not: that is written down, too. */
    AdminProblemException refused(User user, UUID letter) {
        audit.append(AuditEntry.of(user.name(), "letter.reveal-refused").on(letter));
        return new AdminProblemException(
                403,
                "Nothing was revealed.",
                "Personal data may not be shown to you.",
                "Ask an administrator for the permission.");
    }
}
