package io.d365hub.dataverse.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Judges answers: which of them mean success. */
final class Answers {

    private Answers() {}

    /** An answer to a write that says: done. A page of some proxy with a good status does not. */
    static boolean done(WireResponse response) {
        return response.status() == 204 || (response.successful() && carriesJson(response));
    }

    /** Whether the body is JSON and not in the form of an error. Makes no tree of it: a page has thousands of rows. */
    private static boolean carriesJson(WireResponse response) {
        try (JsonParser json = Json.MAPPER.createParser(response.body())) {
            boolean good = json.nextToken() != null && !isError(json);
            return good && json.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    private static boolean isError(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return false;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (ErrorBody.isForm(name, json.nextToken())) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    /** The answer to a read, which may be repeated without harm; fails with {@link DataverseException} otherwise. */
    static CompletableFuture<WireResponse> read(
            CompletableFuture<WireResponse> call, String what, InstantSource clock) {
        return call.exceptionallyCompose(failure -> lostRead(failure, what)).thenApply(response -> {
            if (response.successful() && carriesJson(response)) {
                return response;
            }
            throw bad(response, what, clock);
        });
    }

    /**
     * The same for a page of rows, which is looked through once: not on the connection's thread, which sends the request for
     * the next page meanwhile.
     */
    static CompletableFuture<RawPage.Told> page(
            CompletableFuture<WireResponse> call, String what, RawPage.Wish wish, InstantSource clock) {
        CompletableFuture<WireResponse> whole = call.exceptionallyCompose(failure -> lostRead(failure, what));
        return whole.thenApply(response -> ended(response, wish)).thenApplyAsync(response -> {
            Optional<RawPage> page =
                    response.successful() ? RawPage.in(response.body(), wish.column()) : Optional.empty();
            if (page.isPresent()) {
                return new RawPage.Told(page.get(), page.get().links(response.time()));
            }
            throw bad(response, what, clock);
        });
    }

    private static WireResponse ended(WireResponse response, RawPage.Wish wish) {
        if (response.successful()) {
            PageEnding.next(response.body())
                    .ifPresent(next -> wish.ending().accept(RowPage.before(next, response.time())));
        }
        return response;
    }

    private static DataverseException bad(WireResponse response, String what, InstantSource clock) {
        return response.successful() && response.contentType().startsWith("application/json")
                ? Failures.answerLost(what, new IOException("the JSON of the answer is cut off"))
                : Failures.answered(what, response, clock.instant());
    }

    /** A read whose answer was lost has done no harm and may be repeated. */
    static CompletableFuture<WireResponse> lostRead(Throwable failure, String what) {
        return CompletableFuture.failedFuture(
                Calls.unwrapped(failure) instanceof AnswerLostException lost
                        ? Failures.answerLost(what, lost.getCause())
                        : failure);
    }
}
