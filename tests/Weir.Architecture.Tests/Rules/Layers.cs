namespace Weir.Architecture.Tests.Rules;

/// <summary>
/// The order of the projects. A project may reference only projects of a lower layer, so two of the same layer (two
/// protocols, or a protocol and the admin API) never see each other.
/// </summary>
internal static class Layers
{
    private const int ProtocolLayer = 3;

    private static readonly Dictionary<string, int> Order = new(StringComparer.Ordinal)
    {
        ["Weir.Wire"] = 0,
        ["Weir.Storage"] = 1,
        ["Weir.Broker"] = 2,
        ["Weir.Kafka"] = ProtocolLayer,
        ["Weir.Amqp"] = ProtocolLayer,
        ["Weir.Admin"] = ProtocolLayer,
        ["Weir.Hosting"] = 4,
        ["Weir"] = 5,
    };

    public static bool IsProtocol(string? project) =>
        project is not null and not "Weir.Admin" && Order.GetValueOrDefault(project, -1) == ProtocolLayer;

    public static string? IsUnknown(string project) =>
        Order.ContainsKey(project) ? null : $"{project} has no layer; add it to the table in {nameof(Layers)}.cs.";

    /// <summary>Says what is wrong with the reference, or null when it is allowed.</summary>
    public static string? Forbids(string project, string referenced)
    {
        if ((IsUnknown(project) ?? IsUnknown(referenced)) is { } unknown)
            return unknown;

        int layer = Order[project];
        int referencedLayer = Order[referenced];
        if (referencedLayer < layer)
            return null;

        return layer == ProtocolLayer && referencedLayer == ProtocolLayer
            ? $"{project} references {referenced}: protocol projects and Admin never see each other. " +
              "Move what they share down into Weir.Broker, in words of no protocol."
            : $"{project} references {referenced}: arrows go Wire <- Storage <- Broker <- protocols, Admin <- " +
              $"Hosting <- Weir. Move the code to {project} or lower, or let {referenced} hand it in by an interface.";
    }
}
