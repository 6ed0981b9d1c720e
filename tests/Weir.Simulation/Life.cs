using System.Buffers;
using System.Buffers.Binary;
using Weir.Storage;
using Weir.Storage.Compaction;
using Weir.Storage.Logs;
using Weir.Wire.Records;

namespace Weir.Simulation;

/// <summary>What a store is used for between two starts: writes, reads, checkpoints, merges, topology.</summary>
internal sealed class Life(
    LogStore store,
    ShardModel[] shards,
    Dictionary<int, EventState> states,
    Disaster disaster,
    Random random,
    List<string> trace,
    Func<ShardModel, LogModel> addLog)
{
    private readonly List<(ShardModel Shard, int Write, Task<Commit> Commit)> _waiting = [];

    public async Task RunAsync(int steps)
    {
        for (int i = 0; i < steps && !disaster.HasStruck; i++)
        {
            switch (random.Next(12))
            {
                case <= 5:
                    await BurstAsync();
                    break;
                case <= 7:
                    trace.Add("checkpoint");
                    await store.CheckpointAsync(CancellationToken.None);
                    break;
                case 8:
                    trace.Add("merge");
                    foreach (LogModel log in shards.SelectMany(static s => s.Logs.Values).ToArray())
                        await store.MergeAsync(store.Find(log.Id)!, new MergePolicy(), CancellationToken.None);
                    break;
                case 9:
                    ChangeTopology();
                    break;
                default:
                    await ReadAsync();
                    break;
            }
        }
    }

    private async Task BurstAsync()
    {
        int count = 1 + random.Next(5);
        bool together = random.Next(2) == 0;
        if (together) disaster.Hold();
        for (int i = 0; i < count; i++)
        {
            Write();
            if (together && i == 0) disaster.AwaitHeld(_waiting[0].Commit);
            if (!together) await SettleAsync();
        }

        disaster.Release();
        await SettleAsync();
    }

    private void Write()
    {
        ShardModel model = shards[random.Next(shards.Length)];
        Shard shard = store[model.Id];
        EventState state = states[model.Id.Value];
        var write = new WriteModel();
        long lsn;
        using (ShardWrite change = shard.Enter())
        {
            int appends = random.Next(4);
            for (int i = 0; i < appends && model.Logs.Count > 0; i++) Append(change, Pick(model), state, write);
            for (int i = random.Next(3); i > 0 || write.Appends.Count + write.Events.Count == 0; i--)
                AddEvent(change, state, write);
            if (random.Next(4) == 0 && model.Logs.Count > 0) Trim(change, Pick(model), write);
            lsn = change.Lsn;
        }

        model.Writes.Add(write);
        trace.Add(
            $"{model.Id}: {write.Appends.Count} batches, {write.Events.Count} events, {write.Trims.Count} trims, lsn {lsn}");
        _waiting.Add((model, model.Writes.Count, shard.WaitAsync(lsn, new CommitWaiter()).AsTask()));
    }

    private void Append(ShardWrite change, LogModel log, EventState state, WriteModel write)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(1_000 + random.Next(1_000));
        byte[] value = new byte[random.Next(3) switch { 0 => 10, 1 => random.Next(300), _ => random.Next(6_000) }];
        random.NextBytes(value);
        for (int i = random.Next(4); i >= 0; i--) builder.Add(1_000, [], true, value, false, default, 0);
        builder.Complete();
        byte[] bytes = builder.CompletedMemory.ToArray();
        RecordBatchHeader.TryRead(bytes, out RecordBatchHeader header);
        long baseOffset = change.Append(store.Find(log.Id)!, new ReadOnlySequence<byte>(bytes), header);
        RecordBatchPatch.SetBaseOffset(bytes, baseOffset);
        RecordBatchPatch.SetLeaderEpoch(bytes, 0);
        state.ApplyBatch(store.Find(log.Id)!, bytes);
        write.Appends.Add((log.Id, new BatchModel(baseOffset, baseOffset + header.LastOffsetDelta + 1, bytes)));
        write.IsSynced |= log.Durability == Durability.Fsync;
    }

    private void AddEvent(ShardWrite change, EventState state, WriteModel write)
    {
        byte[] payload = new byte[8 + random.Next(40)];
        random.NextBytes(payload);
        change.AddEvent(7, payload);
        state.Apply(7, payload);
        write.Events.Add(BinaryPrimitives.ReadInt64LittleEndian(payload));
        write.IsSynced = true;
    }

    private void Trim(ShardWrite change, LogModel model, WriteModel write)
    {
        PartitionLog log = store.Find(model.Id)!;
        long before = log.StartOffset;
        long wanted = random.Next(4) == 0 ? long.MaxValue : before + random.Next(6);
        change.Trim(log, wanted);
        if (log.StartOffset == before) return;
        if (log.StartOffset > log.ReadableEnd)
            throw new HistoryException($"partition {log.Id} was trimmed beyond what is committed");
        write.Trims.Add((model.Id, log.StartOffset));
        write.IsSynced = true;
    }

    private async Task SettleAsync()
    {
        foreach ((ShardModel shard, int write, Task<Commit> commit) in _waiting)
        {
            Commit outcome = await commit;
            if (outcome == Commit.Done)
            {
                shard.Written = write;
                if (shard.Writes[write - 1].IsSynced) shard.Synced = write;
            }
            else if (!disaster.HasStruck)
            {
                throw new HistoryException($"{shard.Id}: a write ended {outcome} although nothing happened");
            }
        }

        _waiting.Clear();
    }

    private void ChangeTopology()
    {
        ShardModel shard = shards[random.Next(shards.Length)];
        if (random.Next(2) == 0 || shard.Logs.Count == 0)
        {
            LogModel log = addLog(shard);
            store.CreateLog(log.Definition);
            trace.Add($"create {log.Id}");
            return;
        }

        LogModel old = Pick(shard);
        trace.Add($"delete {old.Id}");
        shard.Logs.Remove(old.Id);
        store.DeleteLog(store.Find(old.Id)!);
    }

    private async Task ReadAsync()
    {
        trace.Add("read");
        foreach (ShardModel shard in shards)
        {
            ShardModel now = shard.After(shard.Writes.Count);
            foreach (LogModel log in now.Logs.Values)
            {
                LogModel found = await LogReading.ReadAsync(store.Find(log.Id)!, log.Durability, random);
                if (ShardModel.Difference(log, found) is { } difference)
                    throw new HistoryException($"partition {log.Id}, while running: {difference}");
            }
        }
    }

    private LogModel Pick(ShardModel shard) => shard.Logs.Values.ElementAt(random.Next(shard.Logs.Count));
}
