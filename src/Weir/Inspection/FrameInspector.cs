using Weir.Broker.Groups.Events;
using Weir.Broker.Shards;
using Weir.Storage;
using Weir.Storage.Catalogs;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Logs;

namespace Weir.Inspection;

/// <summary>The body of a journal frame: batches, events and trims of a shard, or entries of the catalog.</summary>
internal sealed class FrameInspector(InspectionWriter writer, TopicNames names, BatchInspector batches)
{
    public void Inspect(int depth, string where, int shard, ReadOnlyMemory<byte> body)
    {
        try
        {
            if (shard == ShardTable.Catalog) InspectCatalog(depth, where, body);
            else InspectShard(depth, where, body.Span);
        }
        catch (DamagedDataException e)
        {
            writer.Damage(depth, where, e.Message);
        }
    }

    public void InspectEntries(int depth, IEnumerable<CatalogEntry> entries)
    {
        foreach (CatalogEntry entry in entries)
        {
            names.Learn(entry);
            writer.Item(
                depth,
                "entry",
                ("key", entry.Key),
                ("version", entry.Version),
                ("bytes", entry.Value?.Length),
                ("deleted", entry.Value is null ? true : null));
        }
    }

    private void InspectCatalog(int depth, string where, ReadOnlyMemory<byte> body) =>
        InspectEntries(depth, CatalogCodec.Decode(body, where));

    private void InspectShard(int depth, string where, ReadOnlySpan<byte> body)
    {
        FrameReader reader = new(body);
        while (reader.TryRead())
        {
            switch (reader.Kind)
            {
                case FrameLayout.Batches:
                    batches.Inspect(depth, where, reader.Partition, reader.Payload);
                    break;
                case FrameLayout.Trim:
                    writer.Item(
                        depth,
                        "trim",
                        ("partition", reader.Partition.ToString()),
                        ("topic", names.Find(reader.Partition)),
                        ("start", reader.StartOffset));
                    break;
                default:
                    InspectEvent(depth, reader.EventKind, reader.Payload);
                    break;
            }
        }
    }

    private void InspectEvent(int depth, ushort kind, ReadOnlySpan<byte> payload)
    {
        if ((EventKind)kind != EventKind.Group)
        {
            writer.Item(depth, "event", ("kind", (int)kind), ("bytes", payload.Length));
            return;
        }

        EventReader reader = new(payload);
        while (reader.Remaining > 0)
        {
            GroupEvent change = GroupEventCodec.Read(ref reader);
            writer.Item(
                depth,
                "event",
                ("kind", "group"),
                ("change", change.GetType().Name),
                ("group", change.GroupId),
                ("detail", Detail(change)));
        }
    }

    private static object? Detail(GroupEvent change) => change switch
    {
        OffsetsCommitted committed =>
            committed.Entries.Select(static e => $"{e.Key.Topic}/{e.Key.Partition}={e.Value.Offset}").ToArray(),
        OffsetsRemoved removed => removed.Keys.Select(static k => $"{k.Topic}/{k.Partition}").ToArray(),
        GenerationStored stored => $"{stored.Generation.Members.Length} members",
        _ => null,
    };
}
