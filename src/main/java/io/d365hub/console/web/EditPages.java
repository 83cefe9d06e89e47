package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.console.AdminProblemException;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterArchive;
import io.d365hub.deadletter.LetterChoice;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.LetterEdit;
import io.d365hub.deadletter.LetterEdits;
import io.d365hub.deadletter.LetterRedirects;
import io.d365hub.deadletter.LetterRefusedException;
import io.d365hub.deadletter.LetterState;
import io.d365hub.deadletter.LetterVersion;
import io.d365hub.deadletter.SelectionChangedException;
import io.d365hub.privacy.Masking;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Changing a dead letter: editing, sending to another integration, restoring and deleting for good. Whoever edits sees the whole
 * message, so it needs the permission to see personal data, and is audited like any revealing.
 */
public final class EditPages implements Pages {

    private final LetterSearch search;
    private final LetterEdits edits;
    private final LetterRedirects redirects;
    private final LetterArchive archive;
    private final Reveals reveals;
    private final Masking masking;

    /** What changes letters. */
    public record Services(LetterEdits edits, LetterRedirects redirects, LetterArchive archive, Reveals reveals) {}

    public EditPages(LetterSearch search, Masking masking, Services services) {
        this.search = search;
        this.masking = masking;
        this.edits = services.edits();
        this.redirects = services.redirects();
        this.archive = services.archive();
        this.reveals = services.reveals();
    }

    @Override
    public void mount(Console console) {
        console.post("/letters/:id/edit", Role.OPERATOR, this::open);
        console.post("/letters/:id/versions", Role.OPERATOR, this::save);
        console.post("/letters/:id/redirect", Role.OPERATOR, this::redirect);
        console.post("/letters/restore", Role.OPERATOR, this::restore);
        console.post("/letters/purge", Role.ADMINISTRATOR, this::purge);
    }

    private Answer open(PageRequest request) {
        Letter letter = letter(request);
        reveals.reveal(request.user(), letter.id(), request.required("reason", "reason"));
        List<LetterVersion> versions = edits.versions(letter.id());
        LetterVersion newest = versions.get(versions.size() - 1);
        return form(letter, newest.version(), headers(newest.content().headers()), text(newest), "", versions.get(0));
    }

    private Answer form(Letter letter, int version, String headers, String body, String wrong, LetterVersion original) {
        Map<String, Object> model = new HashMap<>();
        model.put("letter", letter);
        model.put("version", version);
        model.put("headers", headers);
        model.put("body", body);
        model.put("wrong", wrong);
        model.put(
                "original",
                masking.body(original.content().body(), letter.contentType(), true)
                        .text());
        return new Answer.Page(wrong.isEmpty() ? 200 : 422, "edit", "", model);
    }

    /** What is no text cannot be edited in a browser without being changed. */
    private static String text(LetterVersion version) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(version.content().body()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AdminProblemException(
                    422,
                    "The letter cannot be edited here.",
                    "Its body is no UTF-8 text.",
                    "'./hub dead-letters edit ID --body FILE' takes any bytes.");
        }
    }

    private static String headers(Map<String, String> headers) {
        return headers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
    }

    private Answer save(PageRequest request) {
        Letter letter = letter(request);
        requireReveal(request.user(), letter.id());
        int version = request.number(request.field("version"), "version", 0, Integer.MAX_VALUE, 0);
        // Browsers send line ends as CR LF, whatever the message had.
        String body = request.text("body").replace("\r\n", "\n");
        LetterEdit edit = new LetterEdit(
                version,
                headers(request.text("headers")),
                body.getBytes(StandardCharsets.UTF_8),
                request.user().name(),
                request.text("reason").strip(),
                request.field("unchecked").isPresent());
        try {
            edits.edit(letter.id(), edit);
            return new Answer.See("/console/letters/" + letter.id());
        } catch (LetterRefusedException e) {
            if (e.reason() != LetterRefusedException.Reason.WRONG) {
                throw problem(e);
            }
            return form(
                    letter,
                    version,
                    request.text("headers"),
                    body,
                    e.why() + " " + e.mend(),
                    edits.versions(letter.id()).get(0));
        }
    }

    private static Map<String, String> headers(String lines) {
        return Arrays.stream(lines.split("\\R", -1))
                .filter(line -> !line.isBlank())
                .map(line -> line.split(":", 2))
                .peek(parts -> {
                    if (parts.length < 2) {
                        throw new AdminProblemException(
                                422, "Nothing was saved.", "A header has no colon.", "Write one 'name: value' a line.");
                    }
                })
                .collect(Collectors.toMap(parts -> parts[0].strip(), parts -> parts[1].strip(), (one, other) -> other));
    }

    private Answer redirect(PageRequest request) {
        Letter letter = letter(request);
        String target = request.required("integration", "integration");
        request.requireIntegration(target);
        try {
            redirects.redirect(
                    letter.id(),
                    target,
                    request.user().name(),
                    request.text("reason").strip());
        } catch (LetterRefusedException e) {
            throw problem(e);
        }
        return new Answer.See("/console/letters/" + letter.id());
    }

    private Answer restore(PageRequest request) {
        List<UUID> ids = chosen(request);
        if (archive.restore(LetterChoice.of(ids), request.user().name(), request.required("reason", "reason")) == 0) {
            throw new AdminProblemException(
                    409, "Nothing was restored.", "The letters are not discarded any more.", "Open the list again.");
        }
        return new Answer.See(ids.size() == 1 ? "/console/letters/" + ids.get(0) : "/console/letters");
    }

    private Answer purge(PageRequest request) {
        List<UUID> ids = chosen(request);
        int typed = request.number(request.field("count"), "number of letters", 0, Integer.MAX_VALUE, -1);
        try {
            archive.purge(
                    LetterChoice.of(ids).expecting(typed), request.user().name(), request.required("reason", "reason"));
        } catch (SelectionChangedException e) {
            throw new AdminProblemException(
                    409,
                    "Nothing was deleted.",
                    "You typed " + e.expected() + ", and it is " + e.found() + " discarded letters.",
                    "Look again, and type their number.");
        }
        return new Answer.See("/console/letters?query=" + Urls.encoded("state:" + LetterState.DISCARDED.name()));
    }

    private List<UUID> chosen(PageRequest request) {
        List<UUID> ids = request.fields("letter").stream()
                .map(PageRequest::uuid)
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            throw new AdminProblemException(
                    422, "Nothing was done.", "No letter was chosen.", "Go back and tick some.");
        }
        search.requireAll(ids, request.user());
        return ids;
    }

    private Letter letter(PageRequest request) {
        return search.find(request.id("id"), request.user())
                .map(LetterDetail::letter)
                .orElseThrow(PageRequest::absent);
    }

    private void requireReveal(User user, UUID letter) {
        if (!user.mayReveal()) {
            throw reveals.refused(user, letter);
        }
    }

    private static AdminProblemException problem(LetterRefusedException e) {
        int status =
                switch (e.reason()) {
                    case UNKNOWN -> 404;
                    case CHANGED -> 409;
                    case WRONG -> 422;
                };
        return new AdminProblemException(status, e.what(), e.why(), e.mend());
    }
}
