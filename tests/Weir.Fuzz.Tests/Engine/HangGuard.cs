namespace Weir.Fuzz.Tests.Engine;

/// <summary>
/// A thread cannot be stopped from outside, so an input that is never answered would end a campaign without a word.
/// This tells which it was, and ends the process.
/// </summary>
internal sealed class HangGuard : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int LooksMax = 30;

    private readonly Action<FuzzFailure> _keep;
    private readonly Timer _timer;
    private readonly Lock _gate = new();
    private FuzzTarget? _target;
    private byte[] _input = [];
    private int _looks;

    public HangGuard(Action<FuzzFailure> keep)
    {
        _keep = keep;
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    public void Begin(FuzzTarget target, byte[] input)
    {
        lock (_gate)
        {
            _target = target;
            _input = input;
            _looks = 0;
        }
    }

    public void End()
    {
        lock (_gate)
            _target = null;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_gate)
        {
            // Looks and not time: while the process is stopped, neither goes on.
            if (_target is null || ++_looks < LooksMax) return;
            string reason = $"{_input.Length} bytes are not answered after {LooksMax * Interval}";
            _keep(new FuzzFailure(_target.Name, "never answered", reason, _input));
            Environment.FailFast($"{_target.Name}: {reason}: {Convert.ToHexString(_input)}");
        }
    }
}
