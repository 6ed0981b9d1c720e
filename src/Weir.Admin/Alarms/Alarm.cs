namespace Weir.Admin.Alarms;

/// <summary>
/// Something an operator should look at: what is the matter in one sentence, and what helps in another. The subject
/// is the queue, or empty for the broker as a whole.
/// </summary>
public sealed record Alarm(
    string Kind, string Namespace, string Subject, string Cause, string Remedy, long SinceMs);
