using Weir.Kafka.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Handlers;

/// <summary>Answers one API key. The version range is what the listener announces and accepts.</summary>
internal interface IApiHandler
{
    ApiKey Key { get; }

    short MinVersion { get; }

    short MaxVersion { get; }

    /// <summary>Reads the request behind its header, does it, and writes the response behind its header.</summary>
    ValueTask HandleAsync(RequestContext request, KafkaWriter response);
}
