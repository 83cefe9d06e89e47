package io.d365hub.dataverse.client;

import io.d365hub.throttle.Governor;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What a client is made of, each part with those that it stands on. */
final class ClientParts {

    final HttpWire wire;
    final CallUsers users;
    final Function<BooleanSupplier, Deadline> deadlines;
    final Resources resources;
    final TableNames tables;
    final RowRetriever retriever;
    final RowWriter rows;
    final ChangesetWriter changesets;
    final RowReading reading;
    final RowCounts counts;
    final RowLinks links;
    final RowColumns columns;
    final Functions functions;
    final JointCalls joint;
    final RowLists lists;

    ClientParts(
            DataverseSettings settings,
            HttpWire wire,
            Map<ClientCredentials, Governor> credentials,
            InstantSource clock,
            LongSupplier nanoTime,
            Random random) {
        String basePath = settings.basePath();
        this.wire = wire;
        this.users = new CallUsers(credentials.entrySet().stream()
                .map(user -> new CallUser(
                        new AccessTokens(
                                new TokenEndpoint(user.getKey(), wire, settings.callTimeLimit(), clock), clock),
                        user.getValue()))
                .toList());
        this.deadlines = wanted -> new Deadline(settings.callTimeLimit(), nanoTime, wanted);
        Calls calls = new Calls(settings.environmentUrl(), wire, users, clock);
        PlainCalls plain = new PlainCalls(calls, clock);
        this.resources = new Resources(plain, basePath, deadlines);
        this.tables = new TableNames(resource -> resources.get("The metadata of a table were not read.", resource));
        KeyLookup lookup = new KeyLookup(calls, basePath, clock);
        Planner planner = new Planner(lookup);
        this.retriever = new RowRetriever(calls, lookup, basePath, clock);
        this.rows = new RowWriter(calls, planner, retriever, basePath, clock, deadlines, random);
        this.changesets = new ChangesetWriter(calls, planner, basePath, clock, deadlines, random);
        this.reading = new RowReading(calls, basePath, clock, deadlines, random);
        this.counts = new RowCounts(reading, tables);
        this.links = new RowLinks(plain, lookup, settings, deadlines);
        this.columns = new RowColumns(plain, lookup, basePath, deadlines);
        this.functions = new Functions(plain, basePath, deadlines);
        this.joint = new JointCalls(calls, rows, changesets, tables, basePath, clock, deadlines);
        this.lists = new RowLists(joint, deadlines, random);
    }
}
