using Microsoft.AspNetCore.Http;
using Weir.Admin.Http;
using Weir.Broker;
using Weir.Broker.Messages;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Topics;

namespace Weir.Admin.Operations;

/// <summary>Declaring and deleting queues, in the form that AMQP's clients would have made them.</summary>
internal sealed class QueueOperations(MessageBroker broker)
{
    /// <summary>True when it was made, false when it was there just so.</summary>
    public async Task<bool> DeclareAsync(
        string ns, string name, bool durable, bool autoDelete, Arguments arguments, CancellationToken cancel)
    {
        IOperatorForms forms = broker.Forms ?? throw new ApiException(
            StatusCodes.Status501NotImplemented, "no-forms", "no protocol here has queues with arguments");
        var basis = new QueueOptions { IsDurable = durable, IsAutoDelete = autoDelete };
        QueueOptions options = forms.Declare(ns, name, basis, arguments, out string? refusal)
            ?? throw ApiException.Invalid(refusal!);
        if (broker.Queues.Find(ns, name) is { } known)
        {
            MustBeSame(forms, known, options);
            return false;
        }

        (TopicOutcome outcome, Queue? queue) = await broker.Queues.DeclareAsync(ns, name, options, cancel);
        if (outcome.Error == TopicError.AlreadyExists && queue is not null)
        {
            MustBeSame(forms, queue, options);
            return false;
        }

        Outcomes.MustBeDone(outcome);
        return true;
    }

    public async Task DeleteAsync(Queue queue, bool ifUnused, bool ifEmpty, CancellationToken cancel)
    {
        if (ifUnused && queue.ConsumerCount > 0)
            throw ApiException.Conflict("in-use", $"queue '{queue.Name}' has {queue.ConsumerCount} consumers");
        if (ifEmpty && queue.ReadyCount > 0)
            throw ApiException.Conflict("not-empty", $"queue '{queue.Name}' holds {queue.ReadyCount} messages");
        Outcomes.MustBeDone(await broker.Queues.DeleteAsync(queue, cancel));
    }

    private static void MustBeSame(IOperatorForms forms, Queue queue, QueueOptions wanted)
    {
        if (forms.Difference(queue, wanted) is { } difference) throw ApiException.Conflict("queue-differs", difference);
    }
}
