namespace Weir.Admin.Rates;

/// <summary>The last samples of something, oldest first. Guarded by its owner.</summary>
internal sealed class SampleRing<T>(int capacity)
{
    private readonly T[] _samples = new T[capacity];
    private int _next;

    public int Count { get; private set; }

    /// <summary>0 is the oldest.</summary>
    public T this[int index] => _samples[(_next - Count + index + capacity) % capacity];

    public void Add(in T sample)
    {
        _samples[_next] = sample;
        _next = (_next + 1) % capacity;
        if (Count < capacity) Count++;
    }
}
