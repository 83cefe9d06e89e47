package io.d365hub.plugin;

import io.d365hub.api.Authenticator;
import io.d365hub.api.Contributions;
import io.d365hub.api.HubPlugin;
import io.d365hub.api.RowSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.Processor;

/** The plug-ins of a hub and what they bring. Immutable once loaded; close it after the routes. */
public final class Plugins implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final List<PluginJar> jars = new ArrayList<>();
    private final Map<String, Processor> processors = new TreeMap<>();
    private final Map<String, Authenticator> authenticators = new TreeMap<>();
    private final Map<String, RowSource> sources = new TreeMap<>();
    private final List<Object> converters = new ArrayList<>();
    private final Map<String, String> plugins = new TreeMap<>();
    /** What has a name, and the plug-in that brought it. */
    private final Map<String, String> named = new HashMap<>();

    private Plugins() {}

    /**
     * Loads all jars of a folder, in the order of their names; none when there is no such folder.
     *
     * @throws PluginRefusedException when one of them cannot be used; none is loaded then
     */
    public static Plugins load(Path folder) {
        Plugins loaded = new Plugins();
        try {
            for (Path jar : PluginJar.in(folder)) {
                PluginJar opened = PluginJar.open(jar);
                loaded.jars.add(opened);
                opened.plugins().forEach(plugin -> loaded.add(plugin, opened));
            }
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private void add(HubPlugin plugin, PluginJar jar) {
        String name = String.valueOf(plugin.name());
        if (!NAME.matcher(name).matches()) {
            throw new PluginRefusedException(
                    "A plug-in in " + jar + " calls itself '" + name + "'.",
                    "Names of plug-ins are small letters, digits and dashes.",
                    null);
        }
        String other = plugins.putIfAbsent(name, jar.toString());
        if (other != null) {
            throw new PluginRefusedException(
                    "There are two plug-ins with the name '" + name + "': in " + other + " and in " + jar + ".",
                    "Take one of the jars away, or rename its plug-in.",
                    null);
        }
        try {
            plugin.register(new Taking(name));
        } catch (PluginRefusedException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new PluginRefusedException(
                    "Plug-in '" + name + "' in " + jar + " failed when it was asked what it brings: " + e + ".",
                    "Mend the plug-in, or take the jar away.",
                    e);
        }
    }

    /** Takes what one plug-in brings. */
    private final class Taking implements Contributions {

        private final String plugin;

        Taking(String plugin) {
            this.plugin = plugin;
        }

        private String free(String kind, String name) {
            if (name == null || !NAME.matcher(name).matches()) {
                throw new PluginRefusedException(
                        "Plug-in '" + plugin + "' brings a " + kind + " with the name '" + name + "'.",
                        "Names are small letters, digits and dashes.",
                        null);
            }
            String other = named.putIfAbsent(kind + " " + name, plugin);
            if (other != null) {
                throw new PluginRefusedException(
                        "Both plug-ins '" + other + "' and '" + plugin + "' bring a " + kind + " '" + name + "'.",
                        "Rename one of them.",
                        null);
            }
            return name;
        }

        @Override
        public void processor(String name, Processor processor) {
            processors.put(free("processor", name), processor);
        }

        @Override
        public void typeConverters(Object some) {
            converters.add(some);
        }

        @Override
        public void authenticator(String name, Authenticator authenticator) {
            authenticators.put(free("authenticator", name), authenticator);
        }

        @Override
        public void source(String name, RowSource source) {
            sources.put(free("source", name), source);
        }
    }

    public Map<String, Processor> processors() {
        return Map.copyOf(processors);
    }

    public Map<String, Authenticator> authenticators() {
        return Map.copyOf(authenticators);
    }

    public Map<String, RowSource> sources() {
        return Map.copyOf(sources);
    }

    /** Objects with methods that Camel takes as type converters. */
    public List<Object> typeConverters() {
        return List.copyOf(converters);
    }

    /** Where the classes of plug-ins are, for routes that name one. */
    public List<ClassLoader> classLoaders() {
        return jars.stream().map(PluginJar::loader).toList();
    }

    @Override
    public void close() {
        for (PluginJar jar : jars) {
            try {
                jar.close();
            } catch (IOException e) {
                // It was only read: nothing is lost.
            }
        }
    }
}
