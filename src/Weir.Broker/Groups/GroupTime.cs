namespace Weir.Broker.Groups;

/// <summary>
/// When a call to the coordinator happens, told twice, because clocks are set. <see cref="SteadyMs"/> goes on at
/// the pace of real time from any start and never jumps: sessions, rounds and alarms are measured with it, and nothing
/// of it is stored. <see cref="WallMs"/> is Unix time: what is stored and what offsets expire by.
/// </summary>
public readonly record struct GroupTime(long SteadyMs, long WallMs);
