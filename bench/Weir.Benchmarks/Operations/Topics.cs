using Weir.Broker;
using Weir.Broker.Topics;

namespace Weir.Benchmarks.Operations;

/// <summary>Topics for operations to work on.</summary>
internal static class Topics
{
    public static async Task<Topic> CreateAsync(MessageBroker broker, string name)
    {
        TopicOutcome made = await broker.Topics.CreateAsync(
            MessageBroker.DefaultNamespace,
            name,
            TopicKind.Stream,
            1,
            new Dictionary<string, string>(),
            validateOnly: false,
            CancellationToken.None);
        return made.Topic ?? throw new InvalidOperationException($"topic {name}: {made.Reason}");
    }
}
