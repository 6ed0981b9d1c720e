namespace Weir;

/// <summary>What was asked for makes no sense; nothing was done. The message is the sentence the user sees.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(message)
    {
    }

    public UsageException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public UsageException()
    {
    }
}
