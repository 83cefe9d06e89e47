package io.d365hub.simulator.operation;

import io.d365hub.simulator.metadata.Schema;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.PathSegment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what a request asks for that begins with no table: metadata, functions and actions. Thread-safe. */
final class UnboundParser {

    private static final Set<String> DEFINITIONS =
            Set.of("EntityDefinitions", "RelationshipDefinitions", "GlobalOptionSetDefinitions");

    private final Environment environment;
    private final Schema schema;
    private final MetadataJournal journal;
    private final CustomApiParser customApiParser;
    private final FileBlocks blocks = new FileBlocks();
    private final FileDownloads downloads = new FileDownloads();

    UnboundParser(Environment environment, Schema schema, MetadataJournal journal, CustomApiParser customApiParser) {
        this.environment = environment;
        this.schema = schema;
        this.journal = journal;
        this.customApiParser = customApiParser;
    }

    /** @throws ApiError when nothing has this name */
    Operation parse(ApiRequest request, List<PathSegment> path) {
        PathSegment first = path.get(0);
        if (DEFINITIONS.contains(first.name())) {
            return request.method().equals("GET")
                    ? new MetadataOperation(schema, request, path)
                    : new JournaledOperation(new MetadataWriteOperation(schema, request, path), request, journal);
        }
        if (MetadataActionOperation.exists(first.name()) && path.size() == 1) {
            OperationParser.requireMethod(request, "POST");
            return new JournaledOperation(new MetadataActionOperation(schema, request, first.name()), request, journal);
        }
        if (first.name().equals(BulkDeleteOperation.NAME) && path.size() == 1) {
            OperationParser.requireMethod(request, "POST");
            return new BulkDeleteOperation(environment, request);
        }
        if (FileBlocksOperation.exists(first.name()) && path.size() == 1) {
            OperationParser.requireMethod(request, "POST");
            return new FileBlocksOperation(new FileAction(request, first.name()), blocks);
        }
        if (FileDownloadOperation.exists(first.name()) && path.size() == 1) {
            OperationParser.requireMethod(request, "POST");
            return new FileDownloadOperation(new FileAction(request, first.name()), downloads);
        }
        if (FunctionOperation.exists(first.name()) && path.size() == 1) {
            OperationParser.requireMethod(request, "GET");
            return new FunctionOperation(environment, request, first.name());
        }
        if (first.name().equals(TotalCountOperation.NAME) && path.size() == 1) {
            OperationParser.requireMethod(request, "GET");
            return new TotalCountOperation(environment, request, first);
        }
        if (first.name().equals("$metadata") && path.size() == 1) {
            OperationParser.requireMethod(request, "GET");
            return new CsdlOperation(environment, schema, request);
        }
        Optional<Operation> customApi = path.size() == 1 ? customApiParser.unbound(request, first) : Optional.empty();
        return customApi.orElseThrow(() -> ApiError.noSegment(first.name()));
    }
}
