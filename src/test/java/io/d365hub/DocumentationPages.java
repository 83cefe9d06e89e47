package io.d365hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that teach the hub, and what they show in blocks and in lines. */
public final class DocumentationPages {

    /** A block begins and ends in lines of their own. */
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?<language>\\w*)\\n(?<text>.*?)^```$");

    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    private DocumentationPages() {}

    /**
     * Something that a page shows.
     *
     * @param language of a block; empty for one without
     */
    public record Shown(Path page, String language, String text) {

        @Override
        public String toString() {
            return page + ": " + text.strip().lines().findFirst().orElse("");
        }
    }

    /** All blocks of all pages. */
    public static Stream<Shown> blocks() {
        return pages().stream().flatMap(page -> BLOCK.matcher(text(page))
                .results()
                .map(block -> new Shown(page, block.group(1), block.group(2))));
    }

    /** What stands between back quotes in the lines of all pages, outside of blocks. */
    public static Stream<Shown> spans() {
        return pages().stream()
                .flatMap(page -> SPAN.matcher(BLOCK.matcher(text(page)).replaceAll(""))
                        .results()
                        .map(span -> new Shown(page, "", span.group(1).replaceAll("\\s+", " "))));
    }

    /** The lines of all pages outside of blocks. */
    public static Stream<String> lines() {
        return pages().stream()
                .flatMap(page -> BLOCK.matcher(text(page)).replaceAll("").lines());
    }

    private static List<Path> pages() {
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")),
                            files.filter(file -> file.toString().endsWith(".md"))
                                    .sorted())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
