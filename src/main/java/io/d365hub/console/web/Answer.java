package io.d365hub.console.web;

import java.util.Map;

/** What a page answers. */
public sealed interface Answer {

    /**
     * A page, or the part of it that a browser refreshes.
     *
     * @param status of HTTP
     * @param template name of the template, without folder and suffix
     * @param block the block of the template to answer with; empty for the whole page
     * @param model what the template shows
     */
    record Page(int status, String template, String block, Map<String, Object> model) implements Answer {

        public Page {
            model = Map.copyOf(model);
        }
    }

    /** See another page; after every form, so that reloading repeats nothing. */
    record See(String path) implements Answer {}

    /** A file for download, written piece by piece. */
    record Download(String name, String contentType, Writer writer) implements Answer {}

    /** Writes a file. */
    interface Writer {
        void to(Appendable out) throws Exception;
    }

    /** A whole page. */
    static Answer page(String template, Map<String, Object> model) {
        return new Page(200, template, "", model);
    }

    /** A part of a page. */
    static Answer part(String template, String block, Map<String, Object> model) {
        return new Page(200, template, block, model);
    }
}
