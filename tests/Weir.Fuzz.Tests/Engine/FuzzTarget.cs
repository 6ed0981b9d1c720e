namespace Weir.Fuzz.Tests.Engine;

/// <summary>
/// One reader of bytes that came from outside. <see cref="Execute"/> reads an input and names what came of it; the
/// outcomes that are documented are names, every exception that gets out is a failure, and so are more memory or time
/// than the input justifies. Targets are deterministic: the same bytes give the same outcome.
/// </summary>
internal abstract class FuzzTarget
{
    public abstract string Name { get; }

    /// <summary>Real inputs to begin with.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>The name of the outcome; inputs with a new one join the corpus.</summary>
    public abstract string Execute(byte[] input);

    /// <summary>A fresh input made by its grammar; null when mutation alone is used.</summary>
    public virtual byte[]? Generate(Random random) => null;

    /// <summary>Makes checksums and lengths true again, so that an input gets behind the first check.</summary>
    public virtual void Repair(byte[] input, Random random)
    {
    }

    /// <summary>What reading may allocate on this thread.</summary>
    public virtual long AllocatedBytesMax(byte[] input) => (256 << 10) + (160L * input.Length);
}
