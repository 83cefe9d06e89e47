package io.d365hub.cases;

import io.d365hub.rehearsal.MappingRehearsal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which mapping or route a file of cases is about: that of its name, beside it. */
final class Subjects {

    private static final String ROUTE = ".camel.yaml";

    private Subjects() {}

    /** The route that it is about, in YAML or Java; empty when it is about mappings. Kamelets lie beside routes only. */
    static Optional<Path> route(Path cases) {
        Path java = cases.resolveSibling(name(cases) + ".java");
        return Stream.of(cases.resolveSibling(name(cases) + ROUTE), java)
                .filter(Files::exists)
                .filter(file -> !file.equals(java) || Files.isDirectory(cases.resolveSibling("kamelets")))
                .findFirst();
    }

    /**
     * The mappings of a file's name: {@code a.jq} for {@code a.jq.cases.yaml}; for {@code a.cases.yaml} each {@code a} that has no
     * cases of its own.
     *
     * @throws CasesException when there is none
     */
    static List<Path> mappings(Path cases) {
        String name = name(cases);
        Path exactly = cases.resolveSibling(name);
        if (MappingRehearsal.endings().stream().anyMatch(name::endsWith) && Files.exists(exactly)) {
            return List.of(exactly);
        }
        List<Path> found = MappingRehearsal.endings().stream()
                .map(ending -> cases.resolveSibling(name + ending))
                .filter(Files::exists)
                .filter(mapping -> !Files.exists(mapping.resolveSibling(mapping.getFileName() + CasesFile.SUFFIX)))
                .toList();
        if (found.isEmpty()) {
            throw new CasesException(
                    cases + " belongs to nothing: there is neither a mapping (" + name + ".jslt, .map.yaml, .jq,"
                            + " .xsl, .groovy, .java) nor a route (" + name + ROUTE
                            + ") beside it. Give it the name of the mapping or"
                            + " route that it is about.");
        }
        return found;
    }

    /** Whether somebody who names a folder, a mapping, a route or a file of cases means these cases. */
    static boolean isMeant(Path cases, Path wanted) {
        return cases.startsWith(wanted)
                || cases.equals(wanted.resolveSibling(wanted.getFileName() + CasesFile.SUFFIX))
                || (wanted.getFileName().toString().startsWith(name(cases) + ".")
                        && cases.getParent().equals(wanted.getParent())
                        && isAbout(cases, wanted));
    }

    private static boolean isAbout(Path cases, Path wanted) {
        String ending = wanted.getFileName().toString().substring(name(cases).length());
        return ending.equals(ROUTE)
                || (MappingRehearsal.endings().contains(ending)
                        && !Files.exists(wanted.resolveSibling(wanted.getFileName() + CasesFile.SUFFIX)));
    }

    private static String name(Path cases) {
        String name = cases.getFileName().toString();
        return name.substring(0, name.length() - CasesFile.SUFFIX.length());
    }
}
