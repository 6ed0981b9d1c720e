namespace Weir.Abuse;

/// <summary>Whom to abuse, for how long one abuse holds on, and how many connections the largest flood makes.</summary>
internal sealed record AbuseContext(TargetBroker Broker, TimeSpan Hold, int Connections);
