package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters}: what could not be delivered, why, and trying it again. */
@Command(
        name = "dead-letters",
        description = "Lists, explains, replays, edits, redirects and discards what could not be delivered.",
        subcommands = {
            ListLettersCommand.class,
            CausesCommand.class,
            LetterGroupsCommand.class,
            ShowLetterCommand.class,
            ReplayLettersCommand.class,
            EditCommand.class,
            RedirectCommand.class,
            ExampleCommand.class,
            TransferCommands.Export.class,
            TransferCommands.Import.class,
            ArchiveCommands.Discard.class,
            ArchiveCommands.Restore.class,
            ArchiveCommands.Purge.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand {

    /** What the help of every verb that takes a query ends with. */
    static final String QUERY_LANGUAGE =
            "%nA query joins conditions with 'and', 'or', 'not' and parentheses. A condition is field:value; fields are state,"
                    + " integration, table, step, key, kind, code, client, cause, message, id, job, died, accepted, age, text and"
                    + " payload.<declared field>. Words without a field are searched for in what and why. A star at the end"
                    + " stands for anything; values with spaces go into quotation marks.%n"
                    + "  kind:REFUSED and not text:\"does not exist\"%n"
                    + "  (table:salesorders or table:invoices) and died>=yesterday%n"
                    + "  integration:webshop-* and age<2h and payload.order:1001";

    @ParentCommand
    private HubCommand hub;

    AdminClient admin() {
        return new AdminClient(hub);
    }

    /** Says that a query found nothing, and what the hub suggests instead. */
    static void nothing(Output output, List<String> query, JsonNode answer) {
        output.out().println("No dead letters match '" + String.join(" ", query) + "'.");
        if (answer.hasNonNull("hint")) {
            output.out().println(answer.path("hint").asText());
        }
    }
}
