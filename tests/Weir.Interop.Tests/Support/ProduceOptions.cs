namespace Weir.Interop.Tests.Support;

/// <summary>Which records a client writes: numbers From to From + Count - 1, values of about Size bytes.</summary>
internal sealed record ProduceOptions(string Topic, int Count)
{
    public int From { get; init; }

    public int Size { get; init; } = 100;

    public string Codec { get; init; } = "none";

    public bool Idempotent { get; init; }

    /// <summary>Records a second, 0 for as fast as possible; kept by the C program only.</summary>
    public int Rate { get; init; }
}
