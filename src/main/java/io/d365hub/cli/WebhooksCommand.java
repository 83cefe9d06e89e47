package io.d365hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.webhook.delivery.SigningKey;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub webhooks}: subscriptions of other systems, as operators and owners of receivers need them. */
@Command(
        name = "webhooks",
        description = "Webhooks to other systems: subscriptions, their secrets, failed calls.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class WebhooksCommand {

    @ParentCommand
    private HubCommand hub;

    private AdminClient admin() {
        return new AdminClient(hub);
    }

    private static String path(String name) {
        return "webhooks/" + AdminClient.encoded(name);
    }

    private static ObjectNode body() {
        return AdminClient.JSON.createObjectNode();
    }

    @Command(
            name = "list",
            description = "Lists the subscriptions, and why they wait.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Output output) {
        return output.print(admin().get("webhooks"), (answer, out) -> {
            TextTable table = new TextTable(
                    "NAME", "STATE", "EVENTS", "QUEUED", "DELIVERED", "DEAD", "FAILING SINCE", "RECEIVER");
            for (JsonNode line : answer.path("subscriptions")) {
                table.row(
                        line.path("name").asText(),
                        state(line),
                        joined(line.path("events")),
                        line.path("queued").asText(),
                        line.path("delivered").asText(),
                        line.path("dead").asText(),
                        line.path("failingSince").asText("-").replace("null", "-"),
                        line.path("url").asText());
            }
            table.print(out);
            for (JsonNode line : answer.path("subscriptions")) {
                if (!line.path("because").asText().isEmpty()) {
                    out.println(line.path("name").asText() + ": "
                            + line.path("because").asText() + next(line));
                }
            }
        });
    }

    private static String state(JsonNode line) {
        String state = line.path("state").asText();
        String lane = line.path("lane").asText();
        return state.equals("enabled") && !lane.equals("running") ? lane : state;
    }

    private static String next(JsonNode line) {
        return line.path("nextTry").isTextual()
                ? " Next try at " + line.path("nextTry").asText() + "."
                : "";
    }

    private static String joined(JsonNode list) {
        StringJoiner joined = new StringJoiner(",");
        list.forEach(item -> joined.add(item.asText()));
        return joined.toString();
    }

    @Command(name = "show", description = "Shows a subscription in full.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "NAME", description = "The subscription.") String name, @Mixin Output output) {
        return output.print(admin().get(path(name)), (answer, out) -> {
            JsonNode line = answer.path("line");
            out.println(line.path("name").asText() + " is " + state(line) + ". "
                    + line.path("because").asText());
            out.println("  Declared in  "
                    + (line.path("declaredIn").asText().isEmpty()
                            ? "the admin API"
                            : line.path("declaredIn").asText()));
            out.println("  Secrets      " + answer.path("secrets").asText() + ", from the "
                    + answer.path("secretsFrom").asText());
            out.println("  Missed       " + line.path("missed").asText());
            out.println(answer.path("definition").toPrettyString());
        });
    }

    @Command(
            name = "add",
            description = "Makes a subscription of a YAML or JSON file, and prints its signing secret, once.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "FILE", description = "As in config/webhooks, with a name.") Path file,
            @Mixin Output output) {
        try {
            JsonNode definition = YamlValue.read(file).map(YamlValue::json).orElseGet(WebhooksCommand::body);
            return output.print(admin().post("webhooks", definition), WebhooksCommand::printSecret);
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.USAGE, "Nothing was added. " + file + " cannot be read.");
        } catch (YamlSyntaxException e) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "Nothing was added. " + file + ", line " + e.line() + ": " + e.getMessage());
        }
    }

    private static void printSecret(JsonNode answer, PrintWriter out) {
        out.println("Signing secret of " + answer.path("name").asText() + ", for its owner. It is not shown again:");
        out.println(answer.path("secret").asText());
        if (answer.path("until").isTextual()) {
            out.println(
                    "Those before it sign along until " + answer.path("until").asText() + ".");
        }
    }

    @Command(
            name = "rotate-secret",
            description = "Makes a new signing secret and prints it, once. The present ones sign along for a while.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Parameters(paramLabel = "NAME", description = "The subscription.") String name,
            @Option(
                            names = "--keep-hours",
                            paramLabel = "HOURS",
                            defaultValue = "24",
                            description = "How long; 0 when the present one is no secret any more. Default: 24.")
                    int keep,
            @Mixin Output output) {
        return output.print(
                admin().post(path(name) + "/rotate-secret", body().put("keepHours", keep)),
                WebhooksCommand::printSecret);
    }

    @Command(
            name = "enable",
            description = "Delivers to a subscription again; one that waits for its receiver tries now.",
            mixinStandardHelpOptions = true)
    int enable(@Parameters(paramLabel = "NAME", description = "The subscription.") String name, @Mixin Output output) {
        return output.print(
                admin().post(path(name) + "/enable", body()),
                (answer, out) -> out.println("Subscription " + name + " is enabled; "
                        + answer.path("queued").asText() + " events wait for it."));
    }

    @Command(
            name = "disable",
            description = "Calls a receiver no more. Its events are kept, in order.",
            mixinStandardHelpOptions = true)
    int disable(
            @Parameters(paramLabel = "NAME", description = "The subscription.") String name,
            @Option(names = "--because", paramLabel = "TEXT", description = "What 'list' says about it.")
                    String because,
            @Mixin Output output) {
        ObjectNode body = body();
        if (because != null) {
            body.put("because", because);
        }
        return output.print(
                admin().post(path(name) + "/disable", body),
                (answer, out) -> out.println("Subscription " + name + " is disabled. Its events are kept."));
    }

    @Command(
            name = "remove",
            description = "Forgets a subscription, and with it the events that wait for it.",
            mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "NAME", description = "The subscription.") String name, @Mixin Output output) {
        return output.print(
                admin().delete(path(name)),
                (answer, out) -> out.println("Subscription " + name + " is removed; "
                        + answer.path("queued").asText() + " events that waited for it are dropped."));
    }

    @Command(
            name = "test",
            description = "Calls a receiver once with an event hub.webhook.test; 1 when it does not take it.",
            mixinStandardHelpOptions = true)
    int test(@Parameters(paramLabel = "NAME", description = "The subscription.") String name, @Mixin Output output) {
        JsonNode answer = admin().post(path(name) + "/test", body());
        output.print(
                answer,
                (call, out) -> out.println(((call.path("delivered").asBoolean()
                                        ? "It took the test event: "
                                        : "It did not take the test event: ")
                                + call.path("reason").asText() + " ("
                                + call.path("tookMillis").asText() + " ms) "
                                + call.path("head").asText())
                        .stripTrailing()));
        return answer.path("delivered").asBoolean() ? ExitCode.OK : ExitCode.FOUND;
    }

    @Command(
            name = "attempts",
            description = "Lists failed calls of a receiver, the newest first.",
            mixinStandardHelpOptions = true)
    int attempts(
            @Parameters(paramLabel = "NAME", description = "The subscription.") String name,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Most lines, up to 500. Default: 50.")
                    int limit,
            @Option(names = "--before", paramLabel = "ID", description = "Go on after this one.") String before,
            @Mixin Output output) {
        String page = before == null ? "" : "&before=" + AdminClient.encoded(before);
        return output.print(admin().get(path(name) + "/attempts?limit=" + limit + page), (answer, out) -> {
            TextTable table = new TextTable("AT", "EVENT", "TYPE", "STATUS", "MS", "OUTCOME", "REASON", "ANSWER");
            for (JsonNode call : answer.path("attempts")) {
                table.row(
                        call.path("at").asText(),
                        call.path("event").asText(),
                        call.path("type").asText(),
                        call.path("status").asText(),
                        call.path("tookMillis").asText(),
                        call.path("outcome").asText(),
                        call.path("reason").asText(),
                        shortened(call.path("head").asText()));
            }
            table.print(out);
        });
    }

    private static String shortened(String head) {
        int most = 60;
        return head.length() <= most ? head : head.substring(0, most) + "...";
    }

    @Command(
            name = "recover",
            description =
                    "Sends the events again that a receiver did not get: its dead letters since a time, in order.",
            mixinStandardHelpOptions = true)
    int recover(
            @Parameters(paramLabel = "NAME", description = "The subscription.") String name,
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            required = true,
                            description = "When they had become dead letters: 2026-03-01T12:00:00Z, or 6h or 3d ago.")
                    String since,
            @Mixin Output output) {
        return output.print(
                admin().post(
                                path(name) + "/recover",
                                body().put("since", instant(since).toString())),
                (answer, out) -> out.println(
                        answer.hasNonNull("replay")
                                ? answer.path("selected").asText() + " events are sent again (replay "
                                        + answer.path("replay").asText() + ")."
                                : "Nothing is sent again: no event of '" + name + "' has become a dead letter since "
                                        + answer.path("since").asText() + " and is still open."));
    }

    private static Instant instant(String text) {
        try {
            String upper = text.toUpperCase(Locale.ROOT);
            if (upper.matches("\\d+[DHM]")) {
                return Instant.now().minus(Duration.parse(upper.endsWith("D") ? "P" + upper : "PT" + upper));
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "'" + text + "' is no time. Write it as 2026-03-01T12:00:00Z, or as 6h or 3d for that long ago.");
        }
    }

    @Command(
            name = "secret",
            description =
                    "Prints a new signing secret, for HUB_RECEIVERS_<NAME>_SECRETS and for the receiver. Nothing is kept.",
            mixinStandardHelpOptions = true)
    int secret(@Mixin Output output) {
        String secret = SigningKey.generate(new SecureRandom());
        return output.print(body().put("secret", secret), (answer, out) -> out.println(secret));
    }
}
