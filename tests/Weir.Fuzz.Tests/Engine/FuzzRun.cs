using System.Diagnostics;

namespace Weir.Fuzz.Tests.Engine;

/// <summary>
/// Fuzzes one target for a while. The corpus begins with the seeds; an input with an outcome that was not seen joins
/// it. A failure is kept once a site, cut down to what still fails the same way.
/// </summary>
internal sealed class FuzzRun(FuzzTarget target, int seed, HangGuard guard)
{
    private const int CorpusMax = 4096;
    private const int ReductionsMax = 3_000;
    private static readonly TimeSpan ReductionMax = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);
    private readonly List<byte[]> _corpus = [];
    private readonly HashSet<string> _outcomes = [];
    private readonly Dictionary<string, FuzzFailure> _failures = [];

    public FuzzReport For(TimeSpan duration)
    {
        var mutator = new Mutator(_random);
        long started = Stopwatch.GetTimestamp();
        long executions = 0;
        foreach (byte[] input in target.Seeds())
        {
            Take(input, isSeed: true);
            executions++;
        }

        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            for (int i = 0; i < 16; i++, executions++) Take(Next(mutator), isSeed: false);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        return new FuzzReport(
            target.Name, seed, executions, elapsed, _outcomes.Count, _corpus.Count, [.. _failures.Values]);
    }

    private byte[] Next(Mutator mutator)
    {
        byte[]? fresh = _random.Next(4) == 0 ? target.Generate(_random) : null;
        if (fresh is not null && _random.Next(4) == 0) return fresh;
        byte[] from = fresh ?? Any();
        byte[] input = mutator.Mutate(from, Any());
        if (_random.Next(8) != 0) target.Repair(input, _random);
        return input;
    }

    private byte[] Any() => _corpus.Count == 0 ? [] : _corpus[_random.Next(_corpus.Count)];

    private void Take(byte[] input, bool isSeed)
    {
        FuzzFailure? failure = Check(input, out string outcome);
        if (failure is null)
        {
            bool isNew = _outcomes.Add(outcome);
            if ((isNew || isSeed) && _corpus.Count < CorpusMax) _corpus.Add(input);
        }
        else if (!_failures.ContainsKey(failure.Site))
        {
            _failures.Add(failure.Site, Reduce(failure));
        }
    }

    private FuzzFailure Reduce(FuzzFailure failure)
    {
        int tries = 0;
        long started = Stopwatch.GetTimestamp();
        for (int step = failure.Input.Length / 2; step > 0; step /= 2)
        {
            for (int at = 0; at < failure.Input.Length && tries < ReductionsMax; tries++)
            {
                byte[] input = [.. failure.Input[..at], .. failure.Input.Skip(at + step)];
                if (Stopwatch.GetElapsedTime(started) > ReductionMax) return failure;
                FuzzFailure? smaller = Check(input, out _);
                if (smaller?.Site == failure.Site) failure = smaller;
                else at += step;
            }
        }

        return failure;
    }

    private FuzzFailure? Check(byte[] input, out string outcome)
    {
        guard.Begin(target, input);
        FuzzFailure? failure = FuzzCheck.Run(target, input, out outcome);
        guard.End();
        return failure;
    }
}
