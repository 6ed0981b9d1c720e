namespace Weir.Kafka.Handlers;

/// <summary>
/// The one log directory that tools see. It is a name and no path: what the store keeps its bytes in, files or else, is
/// below what the listeners know.
/// </summary>
internal static class LogDirectory
{
    public const string Name = "store";
}
