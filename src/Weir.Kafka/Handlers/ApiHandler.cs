using Weir.Broker.Security;
using Weir.Broker.Topics;
using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>
/// The shape of most handlers: a request message in, a response message out. They are not on the hot path, so they may
/// allocate; they hold no state of a connection, which <see cref="RequestContext"/> has.
/// </summary>
internal abstract class ApiHandler<TRequest, TResponse>(KafkaServer server) : IApiHandler
    where TRequest : IKafkaRequest<TRequest, TResponse>
    where TResponse : IKafkaMessage<TResponse>
{
    public ApiKey Key => TRequest.ApiKey;

    /// <summary>All that the codec knows.</summary>
    public short MinVersion => ApiCatalog.Get(Key).MinVersion;

    public virtual short MaxVersion => ApiCatalog.Get(Key).MaxVersion;

    protected KafkaServer Server { get; } = server;

    public async ValueTask HandleAsync(RequestContext request, KafkaWriter response)
    {
        TResponse answer = await HandleAsync(Read(request), request);
        answer.Write(response, request.Version);
    }

    protected abstract ValueTask<TResponse> HandleAsync(TRequest request, RequestContext context);

    /// <summary>A topic that the client may do nothing with is not there for it.</summary>
    protected Topic? FindTopic(string name, RequestContext context) =>
        MaySee(name, context) ? Server.Broker.Topics.Find(context.Namespace, name) : null;

    /// <summary>Ids are unique in all namespaces; a client is shown those of its own.</summary>
    protected Topic? FindTopic(Guid id, RequestContext context) =>
        Server.Broker.Topics.Find(id) is { } topic && topic.Namespace == context.Namespace
        && MaySee(topic.Name, context) ? topic : null;

    protected static bool MaySee(string topic, RequestContext context) =>
        context.Access.Of(topic) != Permission.None;

    protected static bool MayRead(string groupOrTopic, RequestContext context) =>
        context.Access.Allows(Permission.Read, groupOrTopic);

    protected static bool MayConfigure(string groupOrTopic, RequestContext context) =>
        context.Access.Allows(Permission.Configure, groupOrTopic);

    private static TRequest Read(RequestContext request)
    {
        var reader = new KafkaReader(request.Body);
        return TRequest.Read(ref reader, request.Version);
    }
}
