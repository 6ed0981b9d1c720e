namespace Weir.Load;

/// <summary>A load run cannot go on: what the broker did, in one sentence for the user.</summary>
internal sealed class LoadException : Exception
{
    public LoadException(string message)
        : base(message)
    {
    }

    public LoadException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public LoadException()
    {
    }
}
