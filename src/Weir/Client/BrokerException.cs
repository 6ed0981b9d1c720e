namespace Weir.Client;

/// <summary>
/// The broker cannot be reached, broke the protocol, or refused. The message is the sentence the user sees.
/// </summary>
internal sealed class BrokerException : Exception
{
    public BrokerException(string message)
        : base(message)
    {
    }

    public BrokerException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public BrokerException()
    {
    }
}
