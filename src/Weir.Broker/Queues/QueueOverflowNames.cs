namespace Weir.Broker.Queues;

/// <summary>What users call the ways of a full queue.</summary>
public static class QueueOverflowNames
{
    public const string DropHead = "drop-head";
    public const string Reject = "reject-publish";
    public const string RejectToDeadLetters = "reject-publish-dlx";

    public static string Of(QueueOverflow overflow) => overflow switch
    {
        QueueOverflow.Reject => Reject,
        QueueOverflow.RejectToDeadLetters => RejectToDeadLetters,
        _ => DropHead,
    };

    /// <summary>Null when it is none of them.</summary>
    public static QueueOverflow? Parse(string? name) => name switch
    {
        DropHead => QueueOverflow.DropHead,
        Reject => QueueOverflow.Reject,
        RejectToDeadLetters => QueueOverflow.RejectToDeadLetters,
        _ => null,
    };
}
