namespace Weir.Testing.Files;

/// <summary>
/// The names in a directory: those that are durable, and the state after each change since. A crash leaves one of them.
/// </summary>
internal sealed class FaultyDirectory
{
    private readonly List<Dictionary<string, FaultyContent>> _states = [new(StringComparer.Ordinal)];

    public Dictionary<string, FaultyContent> Names => _states[^1];

    public void Change(Action<Dictionary<string, FaultyContent>> change)
    {
        Dictionary<string, FaultyContent> next = new(Names, StringComparer.Ordinal);
        change(next);
        _states.Add(next);
    }

    public void Sync() => _states.RemoveRange(0, _states.Count - 1);

    public FaultyDirectory Crash(Random random, CrashKeeps keeps, Dictionary<FaultyContent, FaultyContent> copies)
    {
        int state = keeps switch
        {
            CrashKeeps.Nothing => 0,
            CrashKeeps.Everything => _states.Count - 1,
            _ => random.Next(_states.Count),
        };
        FaultyDirectory image = new();
        foreach ((string name, FaultyContent content) in _states[state])
        {
            if (!copies.TryGetValue(content, out FaultyContent? copy))
                copies.Add(content, copy = content.Crash(random, keeps));
            image.Names.Add(name, copy);
        }

        return image;
    }

    public FaultyDirectory Copy(Dictionary<FaultyContent, FaultyContent> copies)
    {
        FaultyDirectory copy = new();
        copy._states.Clear();
        foreach (Dictionary<string, FaultyContent> state in _states)
        {
            Dictionary<string, FaultyContent> names = new(StringComparer.Ordinal);
            foreach ((string name, FaultyContent content) in state)
            {
                if (!copies.TryGetValue(content, out FaultyContent? copied))
                    copies.Add(content, copied = content.Copy());
                names.Add(name, copied);
            }

            copy._states.Add(names);
        }

        return copy;
    }
}
