namespace Weir.Hosting.Configuration;

/// <summary>Base address of an OpenTelemetry collector; null when there is none.</summary>
public readonly record struct CollectorAddress(Uri? Base);
