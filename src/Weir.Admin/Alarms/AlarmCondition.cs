namespace Weir.Admin.Alarms;

/// <summary>
/// A condition that holds now. It must hold for <paramref name="RaiseAfter"/> to become an alarm, and be gone for
/// <paramref name="ClearAfter"/> to end it.
/// </summary>
internal readonly record struct AlarmCondition(
    string Kind, string Namespace, string Subject, string Cause, string Remedy, TimeSpan RaiseAfter,
    TimeSpan ClearAfter);
