package io.d365hub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the garbage collector of another process wrote with {@code -Xlog:gc}: how much lives, and how long it paused. */
final class CollectorLog {

    private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\((\\d+)M\\) ([0-9.]+)ms");

    private final Path file;

    CollectorLog(Path file) {
        this.file = file;
    }

    /** The option of the virtual machine that writes the log. */
    String option() {
        return "-Xlog:gc:file=" + file;
    }

    /**
     * What happened between two lines of the log.
     *
     * @param leastAfter the smallest heap after a collection, MiB: an upper bound of what was live
     * @param mostAfter the largest heap after a collection, MiB
     * @param pauseSeconds all pauses together
     * @param longestMillis the longest pause
     */
    record Phase(int leastAfter, int mostAfter, double pauseSeconds, double longestMillis) {}

    int lines() throws IOException {
        return Files.readAllLines(file).size();
    }

    /** The pauses from a line on. */
    Phase since(int line) throws IOException {
        List<String> all = Files.readAllLines(file);
        int least = Integer.MAX_VALUE;
        int most = 0;
        double sum = 0;
        double longest = 0;
        for (String text : all.subList(Math.min(line, all.size()), all.size())) {
            Matcher pause = PAUSE.matcher(text);
            if (pause.find()) {
                int after = Integer.parseInt(pause.group(2));
                double millis = Double.parseDouble(pause.group(4));
                least = Math.min(least, after);
                most = Math.max(most, after);
                sum += millis / 1000;
                longest = Math.max(longest, millis);
            }
        }
        return new Phase(most == 0 ? 0 : least, most, sum, longest);
    }
}
