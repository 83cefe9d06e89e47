package io.d365hub.console.web;

import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import java.util.List;
import java.util.Map;

/** Two texts side by side, line by line. */
final class DiffRows {

    /** Longer ones are compared as a whole only: the comparison's time grows with their product. */
    private static final int MOST_LINES = 5_000;

    private DiffRows() {}

    /** Rows with {@code tag} (equal, changed, inserted, deleted), {@code old} and {@code new}; plain text. */
    static List<Map<String, Object>> of(String before, String after) {
        List<String> oldLines = before.lines().toList();
        List<String> newLines = after.lines().toList();
        if (before.equals(after) || oldLines.size() > MOST_LINES || newLines.size() > MOST_LINES) {
            return List.of();
        }
        return DiffRowGenerator.create()
                .showInlineDiffs(false)
                .lineNormalizer(line -> line)
                .build()
                .generateDiffRows(oldLines, newLines)
                .stream()
                .map(DiffRows::row)
                .toList();
    }

    private static Map<String, Object> row(DiffRow row) {
        return Map.of(
                "tag",
                switch (row.getTag()) {
                    case EQUAL -> "equal";
                    case CHANGE -> "changed";
                    case INSERT -> "added";
                    case DELETE -> "removed";
                },
                "old",
                row.getOldLine(),
                "new",
                row.getNewLine());
    }
}
