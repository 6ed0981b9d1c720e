namespace Weir.Broker.Security;

/// <summary>Tags that mean something here; others are kept for the tools that set them.</summary>
public static class UserTags
{
    /// <summary>May do everything over HTTP, and what concerns the node over other protocols.</summary>
    public const string Administrator = "administrator";

    /// <summary>May look at everything over HTTP but the contents of messages.</summary>
    public const string Monitoring = "monitoring";

    /// <summary>May publish over AMQP in the name of others.</summary>
    public const string Impersonator = "impersonator";
}
