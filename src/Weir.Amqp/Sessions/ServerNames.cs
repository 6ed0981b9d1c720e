namespace Weir.Amqp.Sessions;

/// <summary>Names that the server gives to queues and consumers.</summary>
internal static class ServerNames
{
    public static string New(string prefix) =>
        prefix + Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
