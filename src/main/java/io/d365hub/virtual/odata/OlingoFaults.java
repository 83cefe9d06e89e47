package io.d365hub.virtual.odata;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.api.ODataServerError;
import org.apache.olingo.server.api.deserializer.DeserializerException;
import org.apache.olingo.server.api.serializer.SerializerException;
import org.apache.olingo.server.core.AcceptHeaderContentNegotiatorException;
import org.apache.olingo.server.core.ContentNegotiatorException;
import org.apache.olingo.server.core.ODataExceptionHelper;
import org.apache.olingo.server.core.uri.parser.UriParserException;
import org.apache.olingo.server.core.uri.parser.UriParserSemanticException;
import org.apache.olingo.server.core.uri.parser.UriParserSyntaxException;
import org.apache.olingo.server.core.uri.validator.UriValidationException;

/**
 * Olingo's exceptions as faults, with the status and the sentence that Olingo gives them. Values of the caller are left out:
 * a filter may hold names of persons, and those who call write answers into their logs.
 */
final class OlingoFaults {

    private static final int LONGEST_MESSAGE = 300;

    /** Where Olingo's sentences about an option, and about a key, repeat what was sent. */
    private static final Pattern OPTION_VALUE = Pattern.compile(" has the not-allowed value '.*'\\.$", Pattern.DOTALL);

    private static final Pattern KEY_VALUE = Pattern.compile("^The key value '.*' is invalid\\.$", Pattern.DOTALL);

    private OlingoFaults() {}

    static ODataFault of(ODataLibraryException e) {
        ODataServerError error = error(e);
        String code =
                e.getMessageKey() == null ? "BadRequest" : e.getMessageKey().getKey();
        String message = withoutValues(error.getMessage());
        return ODataFault.of(
                error.getStatusCode(),
                code,
                message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "..." : message,
                "");
    }

    private static String withoutValues(String message) {
        String told = OPTION_VALUE.matcher(message).replaceFirst(" has a value that is not allowed.");
        return KEY_VALUE.matcher(told).replaceFirst("The value of the key is invalid.");
    }

    private static ODataServerError error(ODataLibraryException e) {
        Locale locale = Locale.ENGLISH;
        if (e instanceof UriValidationException known) {
            return ODataExceptionHelper.createServerErrorObject(known, locale);
        }
        if (e instanceof UriParserSemanticException known) {
            return ODataExceptionHelper.createServerErrorObject(known, locale);
        }
        if (e instanceof UriParserSyntaxException known) {
            return ODataExceptionHelper.createServerErrorObject(known, locale);
        }
        if (e instanceof UriParserException known) {
            return ODataExceptionHelper.createServerErrorObject(known, locale);
        }
        if (e instanceof AcceptHeaderContentNegotiatorException known) {
            // Olingo says 400; what cannot be given as wished is 406.
            return ODataExceptionHelper.createServerErrorObject(known, locale).setStatusCode(406);
        }
        if (e instanceof ContentNegotiatorException known) {
            return ODataExceptionHelper.createServerErrorObject(known, locale);
        }
        if (e instanceof DeserializerException known) {
            return ODataExceptionHelper.createServerErrorObject(known, locale);
        }
        if (e instanceof SerializerException known) {
            return ODataExceptionHelper.createServerErrorObject(known, locale).setStatusCode(500);
        }
        return ODataExceptionHelper.createServerErrorObject(e, locale);
    }
}
