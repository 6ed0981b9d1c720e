namespace Weir.AmqpGenerator;

/// <summary>A line of the notation says something that cannot be; the message names the line.</summary>
public sealed class NotationException : Exception
{
    public NotationException(string message)
        : base(message)
    {
    }
}
