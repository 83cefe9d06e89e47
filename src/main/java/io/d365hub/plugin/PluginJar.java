package io.d365hub.plugin;

import io.d365hub.api.HubPlugin;
import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jar of plug-ins, in a class loader of its own: two jars may bring the same library in two versions. */
final class PluginJar implements Closeable {

    private static final String SERVICE = "META-INF/services/" + HubPlugin.class.getName();
    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)");
    /** Java 1 was class file version 45. */
    private static final int BEFORE_JAVA_1 = 44;

    private final Path file;
    private final URLClassLoader loader;

    private PluginJar(Path file, URLClassLoader loader) {
        this.file = file;
        this.loader = loader;
    }

    /** The jars of a folder by name; none when it is not there. */
    static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PluginRefusedException(
                    "Folder " + folder + " cannot be read: " + e.getMessage() + ".",
                    "Let this user read it, or set hub.plugins to another one.",
                    e);
        }
    }

    static PluginJar open(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            if (jar.getEntry(SERVICE) == null) {
                throw new PluginRefusedException(
                        name(file) + " is no plug-in: it has no " + SERVICE + ".",
                        "Name the plug-in's class there; jars that only bring libraries, such as JDBC drivers, belong into the"
                                + " folder lib.",
                        null);
            }
            URL url = file.toUri().toURL();
            return new PluginJar(
                    file,
                    new URLClassLoader(
                            "plugin " + file.getFileName(), new URL[] {url}, HubPlugin.class.getClassLoader()));
        } catch (IOException e) {
            throw new PluginRefusedException(
                    name(file) + " is no readable jar: " + e.getMessage() + ".", "Copy it again, or take it away.", e);
        }
    }

    /** One instance of each plug-in that it names. */
    List<HubPlugin> plugins() {
        List<HubPlugin> plugins = new ArrayList<>();
        Iterator<HubPlugin> found = ServiceLoader.load(HubPlugin.class, loader).iterator();
        try {
            while (found.hasNext()) {
                HubPlugin plugin = found.next();
                if (plugin.getClass().getClassLoader() == loader) {
                    plugins.add(plugin);
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw refused(e);
        }
        return plugins;
    }

    private PluginRefusedException refused(Error thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnsupportedClassVersionError) {
                Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(cause.getMessage()));
                String java = version.find()
                        ? "Java " + (Integer.parseInt(version.group(1)) - BEFORE_JAVA_1)
                        : "a newer Java";
                return new PluginRefusedException(
                        this + " was compiled for " + java + ", and the hub runs on Java "
                                + Runtime.version().feature() + ".",
                        "Compile it with --release 17, or run the hub on a newer Java.",
                        thrown);
            }
        }
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        return new PluginRefusedException(
                this + " cannot be loaded: " + thrown.getMessage() + (cause == thrown ? "." : " (" + cause + ")."),
                "Check the class that " + SERVICE
                        + " names: public, with a constructor without parameters, and written against"
                        + " io.d365hub.api of this hub.",
                thrown);
    }

    ClassLoader loader() {
        return loader;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    @Override
    public String toString() {
        return name(file);
    }
}
