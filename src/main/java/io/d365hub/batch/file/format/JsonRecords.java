package io.d365hub.batch.file.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The objects of an array in a JSON document, which is read as a stream. */
final class JsonRecords implements RecordReader {

    private final FileContent content;
    private final FormatOptions options;
    private final RecordBound bytes;
    private final JsonParser parser;
    private boolean empty;
    private long number;

    JsonRecords(FileContent content, FormatOptions options) throws IOException {
        this.content = content;
        this.options = options;
        this.bytes = new RecordBound(content.open(), content, options.recordLimit());
        ObjectReader reader = JsonRows.reader(options.recordLimit());
        try {
            this.parser = options.charset().equals(StandardCharsets.UTF_8)
                    ? reader.createParser(Text.withoutMark(bytes))
                    : reader.createParser(new InputStreamReader(bytes, options.charset()));
            parser.setCodec(reader);
            toArray();
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private void toArray() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            empty = token == null;
            if (empty) {
                return;
            }
            JsonPointer wanted = JsonPointer.compile(options.pointer());
            for (JsonPointer rest = wanted; !rest.matches(); rest = rest.tail()) {
                if (!enter(rest)) {
                    throw noArray("There is nothing at '" + options.pointer() + "'.");
                }
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw noArray("What stands "
                        + (options.pointer().isEmpty() ? "in it" : "at '" + options.pointer() + "'") + " is no array.");
            }
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    /** Goes to the value that the pointer's first step names; what stands before it is passed over. */
    private boolean enter(JsonPointer step) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(step.getMatchingProperty());
                parser.nextToken();
                if (found) {
                    return true;
                }
                parser.skipChildren();
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                if (i == step.getMatchingIndex()) {
                    return true;
                }
                parser.skipChildren();
            }
        }
        return false;
    }

    @Override
    public FileRecord next() throws IOException {
        if (empty) {
            return null;
        }
        bytes.recordBegins();
        try {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                empty = true;
                return null;
            }
            if (token == null) {
                throw endsEarly();
            }
            number++;
            return record();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private FileRecord record() throws IOException {
        var array = parser.getParsingContext();
        boolean inside = parser.currentToken().isStructStart();
        try {
            JsonNode node = parser.readValueAsTree();
            return node instanceof ObjectNode row
                    ? FileRecord.of(number, number, row)
                    : unreadable("json-object", "It is no JSON object.");
        } catch (JsonMappingException e) {
            // Well-formed, but not acceptable: the parser goes on behind it.
            while (inside && parser.getParsingContext() != array.getParent()) {
                parser.nextToken();
            }
            return unreadable("json", JsonRows.why(e));
        }
    }

    private FileRecord unreadable(String code, String why) {
        return FileRecord.unreadable(number, number, "", Unreadable.record(code, why));
    }

    private FileRefusedException noArray(String why) {
        return new FileRefusedException(
                "json-pointer",
                content.name() + " was not read.",
                why,
                "Set pointer to the JSON Pointer of the array that holds the records, e.g. /value.");
    }

    private FileRefusedException endsEarly() {
        return new FileRefusedException(
                "json",
                "The rest of " + content.name() + " was not read, from record " + (number + 1) + " on.",
                "The file ends before its array does.",
                "Have the whole file delivered again.");
    }

    private IOException broken(JsonProcessingException e) {
        IOException known = FileRefusedException.within(e);
        return known instanceof FileRefusedException
                ? known
                : new FileRefusedException(
                        "json",
                        (number == 0 ? content.name() : "The rest of " + content.name()) + " was not read"
                                + (number == 0 ? "." : ", from record " + number + " on."),
                        JsonRows.why(e),
                        e instanceof StreamConstraintsException
                                ? "Check the record in the file; raise recordLimit if it is right."
                                : "Have the file delivered again as valid JSON.");
    }

    @Override
    public void close() throws IOException {
        parser.close();
        bytes.close();
    }
}
