package io.d365hub.simulator.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requests that have changed metadata, in order: done again on a new environment they lead to the same tables.
 * Thread-safe. As long as the changes themselves, which people make and not machines.
 */
public final class MetadataJournal {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final List<Entry> entries = new ArrayList<>();

    /**
     * One change.
     *
     * @param method of the request
     * @param path of the request, not decoded
     * @param mergeLabels {@code MSCRM.MergeLabels}, or null
     * @param body of the request
     * @param ids the metadata ids that the change gave out, in order
     */
    public record Entry(String method, String path, String mergeLabels, String body, List<String> ids) {}

    /** All changes until now. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    synchronized void add(Entry entry) {
        entries.add(entry);
    }

    /** The ids in the address or the body of an answer. */
    static List<String> idsOf(Answer answer) {
        StringBuilder text = new StringBuilder(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        for (Answer.Header header : answer.headers()) {
            if (header.name().equals("OData-EntityId")) {
                text.append(' ').append(header.value());
            }
        }
        List<String> ids = new ArrayList<>();
        Matcher matcher = ID.matcher(text);
        while (matcher.find()) {
            ids.add(matcher.group());
        }
        return ids;
    }
}
