package io.d365hub;

import io.d365hub.plugin.PluginRefusedException;
import io.d365hub.plugin.Plugins;
import org.apache.camel.CamelContext;

/** Makes known to routes what plug-ins bring. */
final class HubPlugins {

    private HubPlugins() {}

    /**
     * Loads the plug-ins of the settings; nothing when there are none.
     *
     * @throws HubStartException when one of them cannot be used
     */
    static Plugins load(Settings settings) {
        try {
            return Plugins.load(settings.path("hub.plugins"));
        } catch (PluginRefusedException e) {
            throw new HubStartException("The hub was not started.", "Plug-ins: " + e.why(), e.mend(), e);
        }
    }

    /** Before routes are read. */
    static void bind(Plugins plugins, CamelContext context) {
        plugins.classLoaders().forEach(context.getClassResolver()::addClassLoader);
        plugins.processors().forEach(context.getRegistry()::bind);
        plugins.sources().forEach(context.getRegistry()::bind);
        plugins.typeConverters().forEach(context.getTypeConverterRegistry()::addTypeConverters);
    }
}
