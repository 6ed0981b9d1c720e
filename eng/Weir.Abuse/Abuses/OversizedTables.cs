using Weir.Amqp.Wire;
using Weir.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>Tables nested too deep, and tables of as many values as a frame holds.</summary>
internal sealed class OversizedTables : IAbuse
{
    public string Name => "oversized tables";

    public string Run(AbuseContext context)
    {
        using var deep = new PooledBufferWriter();
        var table = new FieldTableWriter(deep);
        var marks = new Stack<int>();
        for (int i = 0; i < 500; i++) marks.Push(table.Name("t"u8).BeginTable());
        while (marks.TryPop(out int mark)) table.End(mark);
        using var wide = new PooledBufferWriter();
        int list = new FieldTableWriter(wide).Name("l"u8).BeginArray();
        for (int i = 0; i < 120_000; i++) new FieldTableWriter(wide).Void();
        new FieldTableWriter(wide).End(list);
        byte[] deepBytes = deep.WrittenSpan.ToArray(), wideBytes = wide.WrittenSpan.ToArray();
        for (int i = 0; i < 10; i++)
        {
            Refuse(context, deepBytes);
            Refuse(context, wideBytes);
        }

        return "20 refused";
    }

    private static void Refuse(AbuseContext context, byte[] arguments)
    {
        using AmqpPeer peer = AmqpPeer.Open(context.Broker);
        peer.Send(o => QueueDeclare.Write(o, 1, "tables"u8, false, true, false, false, false, arguments));
        peer.ExpectClose("an oversized table", 501, 502);
    }
}
