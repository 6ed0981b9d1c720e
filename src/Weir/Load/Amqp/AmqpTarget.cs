using Weir.Hosting.Configuration;

namespace Weir.Load.Amqp;

/// <summary>Who logs in where, and what the queues are: an AMQP URL and the queue arguments of a run.</summary>
internal sealed record AmqpTarget(Endpoint Endpoint)
{
    public const string Scheme = "amqp";

    public string User { get; init; } = "guest";

    public string Password { get; init; } = "guest";

    public string VirtualHost { get; init; } = "/";

    /// <summary>x-queue-type, such as quorum; null for the broker's default.</summary>
    public string? QueueType { get; init; }

    /// <summary>Messages and queues that a restart may lose.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Reads amqp://user:password@host:port/vhost, where the virtual host is escaped as in %2F.</summary>
    public static bool TryParse(string text, out AmqpTarget target)
    {
        target = new AmqpTarget(default(Endpoint));
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme != Scheme || uri.Host.Length == 0)
            return false;
        string[] login = uri.UserInfo.Split(':', 2);
        target = new AmqpTarget(new Endpoint(uri.IdnHost.Trim('[', ']'), uri.Port > 0 ? uri.Port : 5672))
        {
            User = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : "guest",
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : "guest",
            VirtualHost = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : "/",
        };
        return true;
    }
}
