using Weir.Amqp.Wire;
using Weir.Fuzz.Tests.Engine;
using Weir.Wire;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// Field tables: what validation passes must be read, written as the same octets, and survive having a header set and
/// taken away; what it refuses must be refused by all of them.
/// </summary>
internal sealed class AmqpTables : FuzzTarget
{
    public override string Name => "amqp-tables";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return AmqpStreams.Table();
        yield return [];
        yield return Nested(FieldLayout.DepthMax - 1);
        yield return Nested(FieldLayout.DepthMax + 1);

        // Many values in few bytes: the dearest table.
        yield return [1, (byte)'a', (byte)'A', 0, 0, 0x40, 0, .. Enumerable.Repeat((byte)'V', 0x4000)];
    }

    public override byte[] Generate(Random random) =>
        AmqpStreams.Write(output => Fill(new FieldTableWriter(output), random, 0));

    public override string Execute(byte[] input)
    {
        WireError error = FieldTable.TryRead(input, out FieldTable table);
        using var output = new PooledBufferWriter();
        WireError set = HeaderTable.Set(output, input, "x-death"u8, FieldValue.FromTable(FieldTable.Empty));
        if (error != WireError.None) return $"{error}, set {set}";
        FuzzException.Require(set == WireError.None, "a valid table takes no header");
        byte[] withHeader = output.WrittenSpan.ToArray();
        FuzzException.Require(
            FieldTable.TryRead(withHeader,
                out FieldTable larger) == WireError.None || table.Count >= FieldLayout.ValuesMax,
            "a table with one more header cannot be read");
        FuzzException.Require(larger.Count >= Math.Min(table.Count, 1), "setting a header lost others");
        output.Clear();
        new FieldTableWriter(output).Fields(table);
        FuzzException.Require(
            FieldTable.TryRead(output.WrittenSpan, out FieldTable again) == WireError.None && again.Equals(table),
            "a table that was written reads as another");
        _ = table.GetHashCode();
        return $"read {Math.Min(table.Count, 6)}";
    }

    // A value of one octet becomes a field, its list slots and its name.
    public override long AllocatedBytesMax(byte[] input) => (256 << 10) + (512L * input.Length);

    private static byte[] Nested(int depth) => AmqpStreams.Write(output =>
    {
        var table = new FieldTableWriter(output);
        var marks = new Stack<int>();
        for (int i = 0; i < depth; i++) marks.Push(table.Name("t"u8).BeginTable());
        while (marks.TryPop(out int mark)) table.End(mark);
    });

    private static void Fill(FieldTableWriter table, Random random, int depth)
    {
        for (int left = random.Next(6); left > 0; left--)
        {
            table.Name(AmqpStreams.Properties().AsSpan(3, random.Next(9)));
            Value(table, random, depth);
        }
    }

    private static void Value(FieldTableWriter table, Random random, int depth)
    {
        switch (random.Next(depth < 6 ? 8 : 6))
        {
            case 0: table.Void(); break;
            case 1: table.Boolean(random.Next(2) == 0); break;
            case 2: table.Int32(random.Next()); break;
            case 3: table.Int64(random.NextInt64()); break;
            case 4: table.Timestamp((ulong)random.NextInt64()); break;
            case 5: table.LongString(new byte[random.Next(40)]); break;
            case 6:
                int inner = table.BeginTable();
                Fill(table, random, depth + 1);
                table.End(inner);
                break;
            default:
                int list = table.BeginArray();
                for (int left = random.Next(5); left > 0; left--) Value(table, random, depth + 1);
                table.End(list);
                break;
        }
    }
}
