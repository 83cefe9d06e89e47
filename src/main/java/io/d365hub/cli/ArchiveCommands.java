package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Giving dead letters up, taking that back, and deleting them. */
final class ArchiveCommands {

    private ArchiveCommands() {}

    /** Which letters, and why. */
    static final class Choice {

        @ArgGroup(multiplicity = "1")
        private LetterSelection letters;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who ask later.")
        private String reason = "";

        boolean isOfIds() {
            return letters.ids() != null;
        }

        ObjectNode json(Long expected) {
            ObjectNode order = AdminClient.JSON.createObjectNode().put("reason", reason);
            letters.into(order);
            if (expected != null) {
                order.put("expected", expected);
            }
            return order;
        }
    }

    private static int act(DeadLettersCommand letters, Output output, String act, ObjectNode order) {
        JsonNode answer = letters.admin().post("dead-letters/" + act, order);
        if (output.json()) {
            output.out().println(answer.toPrettyString());
        } else {
            answer.properties().forEach(done -> output.out()
                    .printf("%s %s.%n", Counted.of(done.getValue().asLong(), "letter"), done.getKey()));
        }
        return answer.properties().stream().anyMatch(done -> done.getValue().asLong() > 0)
                ? ExitCode.OK
                : ExitCode.FOUND;
    }

    @Command(
            name = "discard",
            description = "Gives dead letters up. They are kept, are not replayed, and can be restored.",
            footer = DeadLettersCommand.QUERY_LANGUAGE,
            mixinStandardHelpOptions = true)
    static final class Discard implements Callable<Integer> {

        @ParentCommand
        private DeadLettersCommand letters;

        @Mixin
        private Output output;

        @Mixin
        private Choice choice;

        @Option(names = "--expect", paramLabel = "N", description = "Only if it is so many letters.")
        private Long expected;

        @Override
        public Integer call() {
            if (!choice.isOfIds() || expected != null) {
                return act(letters, output, "discard", choice.json(expected));
            }
            AdminClient admin = letters.admin();
            for (String id : choice.letters.ids()) {
                JsonNode answer = admin.delete(
                        "dead-letters/" + AdminClient.encoded(id) + "?reason=" + AdminClient.encoded(choice.reason));
                output.out()
                        .println(
                                output.json()
                                        ? answer.toPrettyString()
                                        : "Discarded " + id + ". './hub dead-letters restore " + id
                                                + "' takes it back.");
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "restore",
            description = "Makes discarded dead letters open again.",
            footer = DeadLettersCommand.QUERY_LANGUAGE,
            mixinStandardHelpOptions = true)
    static final class Restore implements Callable<Integer> {

        @ParentCommand
        private DeadLettersCommand letters;

        @Mixin
        private Output output;

        @Mixin
        private Choice choice;

        @Option(names = "--expect", paramLabel = "N", description = "Only if it is so many letters.")
        private Long expected;

        @Override
        public Integer call() {
            return act(letters, output, "restore", choice.json(expected));
        }
    }

    @Command(
            name = "purge",
            description = "Deletes discarded dead letters for good. Without --count it tells how many that would be.",
            footer = DeadLettersCommand.QUERY_LANGUAGE,
            mixinStandardHelpOptions = true)
    static final class Purge implements Callable<Integer> {

        @ParentCommand
        private DeadLettersCommand letters;

        @Mixin
        private Output output;

        @Mixin
        private Choice choice;

        @Option(
                names = "--count",
                paramLabel = "N",
                description = "How many letters will be gone; must be the exact number.")
        private Long count;

        @Override
        public Integer call() {
            return act(letters, output, "purge", choice.json(count));
        }
    }
}
