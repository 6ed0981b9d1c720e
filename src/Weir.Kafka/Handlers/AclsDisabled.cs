namespace Weir.Kafka.Handlers;

/// <summary>Why requests for access rules are refused: as Kafka does without an authorizer.</summary>
internal static class AclsDisabled
{
    public const string Reason = "access rules are not served: every client may do everything";
}
