using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Wire.Records;

namespace Weir.Broker.Messages;

/// <summary>
/// What operators' tools need of the protocol that has queues with arguments and messages with properties: the HTTP API
/// declares, publishes and shows in that protocol's form, so that its clients find what they would have made
/// themselves. Thread-safe; refusals are one sentence.
/// </summary>
public interface IOperatorForms
{
    /// <summary>The options of a queue that is declared with these arguments; null when they are refused.</summary>
    QueueOptions? Declare(string ns, string name, QueueOptions basis, Arguments arguments, out string? refusal);

    /// <summary>Null when a repeated declaration asks for what is there.</summary>
    string? Difference(Queue queue, QueueOptions wanted);

    /// <summary>What the queue was declared with.</summary>
    Arguments ArgumentsOf(QueueOptions options);

    /// <summary>Writes the record headers of a message; gives the sentence when a property is refused.</summary>
    string? WriteHeaders(RecordHeaderWriter output, string exchange, Arguments properties, long nowMs);

    /// <summary>Null when another protocol wrote the record.</summary>
    MessageOrigin? Describe(in RecordView record);
}
