package io.d365hub.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.access.Role;
import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.deadletter.LetterPage;
import io.d365hub.deadletter.query.LetterQuery;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Exporting and importing dead letters as NDJSON. */
public final class LetterTransferResources implements AdminResources {

    private static final int PER_PAGE = 200;

    private final LetterScope letters;
    private final ShownLetters shown;
    private final AuditTrail audit;
    private final LetterImports imports;

    public LetterTransferResources(LetterScope letters, ShownLetters shown, AuditTrail audit, LetterImports imports) {
        this.letters = letters;
        this.shown = shown;
        this.audit = audit;
        this.imports = imports;
    }

    @Override
    public void mount(AdminApi api) {
        api.eachPart().stream("dead-letters/export", "application/x-ndjson", Role.VIEWER, this::export);
        api.wholeHub().post("dead-letters/import", 200, Role.ADMINISTRATOR, this::take);
    }

    private void export(AdminRequest request, HttpServerResponse response) throws IOException {
        LetterQuery query = letters.asked(request);
        boolean revealed = RevealedLetters.isAsked(request, audit, "Nothing was exported.", List.of());
        String reason = request.query("reason").orElse("");
        // First: what cannot be written down is not shown.
        audit.append(AuditEntry.of(request.who(), revealed ? "letters.exported-revealed" : "letters.exported")
                .because(reason)
                .with("query", query.outline())
                .with("letters", letters.store().count(query)));
        ResponseAppender out = new ResponseAppender(response);
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            LetterPage page = letters.store().list(query, PER_PAGE, next.filter(place -> !place.isEmpty()));
            write(page.letters(), revealed, out);
            next = page.next();
        }
        out.flush();
        response.end();
    }

    private void write(List<Letter> page, boolean revealed, ResponseAppender out) throws IOException {
        for (List<Letter> portion : ByBytes.portions(page)) {
            Map<UUID, LetterContent> contents =
                    letters.store().contents(portion.stream().map(Letter::id).toList());
            for (Letter letter : portion) {
                LetterContent content = contents.get(letter.id());
                // Purged meanwhile.
                if (content != null) {
                    out.append(AdminApi.JSON.writeValueAsString(LetterLine.of(letter, content, shown, revealed)))
                            .append("\n");
                }
            }
        }
    }

    /** The lines of one request; the parameter {@code firstLine} tells the number of its first one in the whole file. */
    private Object take(AdminRequest request) {
        int number = request.number("firstLine", 1, Integer.MAX_VALUE, 1);
        ArrayNode refused = AdminApi.JSON.createArrayNode();
        Map<UUID, Integer> numbers = new LinkedHashMap<>();
        List<LetterImports.Incoming> incoming = new ArrayList<>();
        for (String line : request.text().split("\n", -1)) {
            if (!line.isBlank()) {
                try {
                    LetterLine.Read read = LetterLine.read(line);
                    if (numbers.putIfAbsent(read.letter(), number) == null) {
                        incoming.add(new LetterImports.Incoming(
                                read.letter(),
                                read.message(),
                                read.failure(),
                                read.attempts(),
                                read.firstFailedAt(),
                                read.diedAt()));
                    }
                } catch (LetterLine.WrongLineException e) {
                    refused.add(refusal(number, e.getMessage()));
                }
            }
            number++;
        }
        LetterImports.Taken outcome = imports.take(incoming, request.who());
        outcome.refused().forEach((letter, why) -> refused.add(refusal(numbers.get(letter), why)));
        ObjectNode answer = AdminApi.JSON
                .createObjectNode()
                .put("imported", outcome.imported())
                .put("known", outcome.known());
        answer.set("refused", refused);
        return answer;
    }

    private static ObjectNode refusal(int line, String why) {
        return AdminApi.JSON.createObjectNode().put("line", line).put("why", why);
    }
}
