using System.Runtime.InteropServices;
using Weir.Broker.Topics;

namespace Weir.Broker.Routing;

/// <summary>
/// The destinations of the bindings that match alike, such as those with the same key. Bindings that differ only in
/// what does not matter here share one destination, which stays until the last of them goes. One writer, many readers.
/// </summary>
internal sealed class TargetSet
{
    private TargetView _view = TargetView.Empty;

    // How many bindings lead to each destination; made with the second binding, since most sets have one.
    private Dictionary<object, int>? _counts;

    public TargetView View => Volatile.Read(ref _view);

    public bool IsEmpty => _view.IsEmpty;

    public void Add(Binding binding)
    {
        if (!_view.IsEmpty || _counts is not null)
        {
            int count = ++CollectionsMarshal.GetValueRefOrAddDefault(Counts(), binding.Destination, out _);
            if (count > 1) return;
        }

        Volatile.Write(ref _view, _view.With(binding));
    }

    public void Remove(Binding binding)
    {
        if (_counts is not null)
        {
            int left = --CollectionsMarshal.GetValueRefOrNullRef(_counts, binding.Destination);
            if (left > 0) return;
            _counts.Remove(binding.Destination);
        }

        Volatile.Write(ref _view, _view.Without(binding));
    }

    private Dictionary<object, int> Counts()
    {
        if (_counts is not null) return _counts;
        _counts = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        foreach (Topic topic in _view.Topics.Items) _counts[topic] = 1;
        foreach (Exchange exchange in _view.Exchanges.Items) _counts[exchange] = 1;
        return _counts;
    }
}
