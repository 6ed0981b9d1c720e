using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// Tells clients about topics, and that this one node leads them all, at the address they came in by. Creates unknown
/// topics when client and configuration both want that.
/// </summary>
internal sealed class MetadataHandler(KafkaServer server) : ApiHandler<MetadataRequest, MetadataResponse>(server)
{
    private const short FirstVersionWithIds = 12;

    protected override async ValueTask<MetadataResponse> HandleAsync(MetadataRequest request, RequestContext context)
    {
        (string host, int port) = Server.AddressFor(context);
        var response = new MetadataResponse
        {
            ClusterId = Server.Broker.ClusterId,
            ControllerId = Server.Options.NodeId,
            Brokers = [new MetadataResponse.Broker { NodeId = Server.Options.NodeId, Host = host, Port = port }],
        };
        if (request.IncludeClusterAuthorizedOperations && context.Version is >= 8 and <= 10)
            response.ClusterAuthorizedOperations = AuthorizedOperations.Cluster(context.Access);

        // Version 0 has no null list: empty means all there, and none later.
        bool all = request.Topics is null || (context.Version == 0 && request.Topics.Count == 0);
        bool operations = request.IncludeTopicAuthorizedOperations;
        if (all)
        {
            foreach (Topic topic in Server.Broker.Topics.All)
            {
                if (topic.Namespace == context.Namespace && TopicErrors.IsLegalName(topic.Name)
                    && MaySee(topic.Name, context))
                    response.Topics.Add(Describe(topic, operations, context));
            }
        }
        else
        {
            foreach (MetadataRequest.Topic wanted in request.Topics!)
                response.Topics.Add(await FindAsync(wanted, request.AllowAutoTopicCreation, operations, context));
        }

        return response;
    }

    private async ValueTask<MetadataResponse.Topic> FindAsync(
        MetadataRequest.Topic wanted, bool mayCreate, bool operations, RequestContext context)
    {
        if (wanted.Name is null)
        {
            // Versions 10 and 11 have ids in the request but cannot answer without a name; Kafka refuses as well.
            if (context.Version < FirstVersionWithIds) return Failed("", KafkaError.InvalidRequest);
            Topic? byId = FindTopic(wanted.TopicId, context);
            return byId is not null
                ? Describe(byId, operations, context)
                : new MetadataResponse.Topic
                {
                    Name = null,
                    TopicId = wanted.TopicId,
                    ErrorCode = KafkaError.UnknownTopicId,
                };
        }

        if (!MaySee(wanted.Name, context)) return Failed(wanted.Name, KafkaError.TopicAuthorizationFailed);
        if (FindTopic(wanted.Name, context) is { } topic) return Describe(topic, operations, context);
        if (!TopicErrors.IsLegalName(wanted.Name)) return Failed(wanted.Name, KafkaError.InvalidTopic);
        if (!mayCreate || !Server.Options.AutoCreateTopics)
            return Failed(wanted.Name, KafkaError.UnknownTopicOrPartition);
        if (!MayConfigure(wanted.Name, context))
            return Failed(wanted.Name, KafkaError.TopicAuthorizationFailed);
        TopicOutcome outcome = await Server.Broker.Topics.CreateAsync(
            context.Namespace,
            wanted.Name,
            TopicKind.Stream,
            Server.Options.DefaultPartitions,
            new Dictionary<string, string>(),
            validateOnly: false,
            context.Closed);
        Topic? made = outcome.Topic ?? Server.Broker.Topics.Find(context.Namespace, wanted.Name);
        return made is not null
            ? Describe(made, operations, context)
            : Failed(wanted.Name, TopicErrors.Map(outcome.Error));
    }

    private MetadataResponse.Topic Describe(Topic topic, bool operations, RequestContext context)
    {
        int node = Server.Options.NodeId;
        var described = new MetadataResponse.Topic { Name = topic.Name, TopicId = topic.Id };
        if (operations)
            described.TopicAuthorizedOperations = AuthorizedOperations.Topic(context.Access, topic.Name);
        foreach (Partition partition in topic.Partitions)
        {
            described.Partitions.Add(new MetadataResponse.Partition
            {
                PartitionIndex = partition.Index,
                LeaderId = node,
                LeaderEpoch = 0,
                ReplicaNodes = [node],
                IsrNodes = [node],
            });
        }

        return described;
    }

    private static MetadataResponse.Topic Failed(string name, KafkaError error) =>
        new() { Name = name, ErrorCode = error };
}
