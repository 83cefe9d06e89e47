package io.d365hub.cli;

import io.d365hub.webhook.delivery.SigningKey;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hub webhooks}: what owners of receivers need. */
@Command(
        name = "webhooks",
        description = "Webhooks to other systems.",
        subcommands = {WebhooksCommand.Secret.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class WebhooksCommand {

    @Command(
            name = "secret",
            description =
                    "Prints a new signing secret, for HUB_RECEIVERS_<NAME>_SECRETS and for the receiver. Nothing is kept.",
            mixinStandardHelpOptions = true)
    static final class Secret implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            String secret = SigningKey.generate(new SecureRandom());
            spec.commandLine().getOut().println(json ? "{\"secret\":\"" + secret + "\"}" : secret);
            return ExitCode.OK;
        }
    }
}
