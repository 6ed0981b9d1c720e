using Microsoft.Extensions.Logging.Abstractions;
using Weir.Amqp;
using Weir.Broker;
using Weir.Broker.Queues;
using Weir.Storage;
using Weir.Storage.Embedded;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;
using Weir.Testing.Files;

namespace Weir.Simulation.Brokers;

/// <summary>
/// Starts a broker on a directory that was closed and then broken in one place. It must start and say what is damaged,
/// or refuse in one sentence where the place is one that everything hangs on; and whatever it serves is right. What it
/// lacks it must have said.
/// </summary>
internal sealed class DamagedStart(BrokerModel model, SimulatedLoop loop)
{
    /// <summary>Without these there is nothing to serve.</summary>
    private static readonly string[] Needed = ["format", "epoch", "journal/"];

    /// <summary>Every file, in an order that is always the same.</summary>
    public static List<string> PathsOf(FaultyFileSystem files)
    {
        var paths = new List<string>();
        Collect("");
        return paths;

        void Collect(string directory)
        {
            string prefix = directory.Length == 0 ? "" : directory + "/";
            paths.AddRange(files.ListFiles(directory).Order(StringComparer.Ordinal).Select(name => prefix + name));
            foreach (string below in files.ListDirectories(directory).Order(StringComparer.Ordinal))
                Collect(prefix + below);
        }
    }

    /// <summary>The end of the journal that is missing looks like a write that a crash cut short.</summary>
    public static bool IsTail(IReadOnlyList<string> paths, string path, bool isEnd) =>
        isEnd && path == paths.LastOrDefault(static p => p.EndsWith(".wal", StringComparison.Ordinal));

    /// <summary>Breaks the file somewhere; says how.</summary>
    public static string Break(FaultyFileSystem files, string path, Random random, out bool isEnd)
    {
        isEnd = false;
        using IFile file = files.Open(path);
        long length = file.Length;
        if (length == 0) return "left alone";
        long at = random.NextInt64(length);
        switch (random.Next(5))
        {
            case 0:
                file.SetLength(at);
                isEnd = true;
                return $"cut at {at} of {length}";
            case 1:
                file.Write([new byte[(int)Math.Min(512, length - at)]], at);
                // Less than a frame behind a hole tells nobody that something was there.
                isEnd = at + 512 + JournalFrameHeader.Bytes > length;
                return $"zeros at {at} of {length}";
            default:
                files.FlipBit(path, at, random.Next(8));
                return $"a flipped bit at {at} of {length}";
        }
    }

    public static async Task<MessageBroker> OpenAsync(
        EmbeddedEngine engine, BrokerModel model, SimulatedLoop loop)
    {
        MessageBroker broker = await MessageBroker.OpenAsync(
            engine, SimulatedOptions.Broker(loop, 64 << 20, TimeSpan.FromSeconds(3)), model.Time, default);
        _ = new AmqpServer(broker, new AmqpOptions(), NullLogger<AmqpServer>.Instance);
        await loop.IdleAsync();
        return broker;
    }

    /// <summary>What came of it, in a few words.</summary>
    public async Task<string> TryAsync(FaultyFileSystem files, string path, bool isTail)
    {
        EmbeddedEngine? engine = null;
        MessageBroker? broker = null;
        try
        {
            engine = await EmbeddedEngine.OpenAsync(files, SimulatedOptions.Engine(loop, true), default);
            broker = await OpenAsync(engine, model, loop);
            bool isTold = engine.Damages.Count + broker.Store.Damages.Count > 0;
            bool isRead = await ReadAsync(broker, isTold || isTail);
            return isTold ? "reported at start" : isRead ? "harmless" : "reported when read";
        }
        catch (Exception e) when (e is StorageFailedException or DamagedDataException)
        {
            bool isNeeded = Needed.Any(n => path.StartsWith(n, StringComparison.Ordinal));
            if (!isNeeded || e.Message.Contains('\n', StringComparison.Ordinal))
                throw new HistoryException($"the broker does not start: {e.Message}");
            return "refused";
        }
        finally
        {
            if (broker is not null) await broker.DisposeAsync();
            if (engine is not null) await engine.DisposeAsync();
        }
    }

    /// <summary>False when something could not be read, and an error said so.</summary>
    private async Task<bool> ReadAsync(MessageBroker broker, bool mayLack)
    {
        bool isRead = true;
        foreach (QueueModel queue in model.Queues.Values)
        {
            if (broker.Queues.Find(BrokerSetup.Ns, queue.Name) is not { } open)
            {
                if (!mayLack) throw new HistoryException($"{queue.Name} is gone, and nothing was said");
                continue;
            }

            try
            {
                List<Found> found = await QueueReading.ReadAsync(open, model);
                HashSet<int> there = [.. found.Where(static f => !f.IsSettled).Select(static f => f.Id)];
                if (!mayLack) CheckAll(model, queue, there);
            }
            catch (DamagedDataException)
            {
                isRead = false;
            }
        }

        return isRead;
    }

    /// <summary>Everything that should be there is, and nothing else.</summary>
    public static void CheckAll(BrokerModel model, QueueModel queue, HashSet<int> there)
    {
        foreach (Copy copy in queue.Copies.Values)
        {
            // What was not acknowledged may have been lost, long before it was due.
            if (!copy.IsAdded || model.Time.NowMs < copy.DueMs || queue.MayDie(copy, model.Time.NowMs)) continue;
            bool isWanted = copy is { IsGone: false, IsRemoved: false, IsDying: false, DeadLetter: null };
            if (isWanted != there.Contains(copy.Message.Id))
                throw new HistoryException($"{copy} is there: {!isWanted}, and nothing was said");
        }
    }
}
