package io.d365hub.console.web;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/**
 * Renders the templates of {@code src/main/resources/console/templates}. Whatever a template shows is escaped for HTML; no
 * template turns that off, and a name that the model does not have is an error. Thread-safe.
 */
final class Templates {

    private final PebbleEngine engine;

    Templates() {
        ClasspathLoader loader = new ClasspathLoader(Templates.class.getClassLoader());
        loader.setPrefix("console/templates");
        loader.setSuffix(".html");
        this.engine = new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .autoEscaping(true)
                .defaultLocale(Locale.ROOT)
                .extension(new TemplateWords())
                .build();
    }

    /** The whole template, or one block of it. */
    String render(String template, String block, Map<String, Object> model) {
        PebbleTemplate found = engine.getTemplate(template);
        StringWriter out = new StringWriter();
        try {
            if (block.isEmpty()) {
                found.evaluate(out, model);
            } else {
                found.evaluateBlock(block, out, model);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
