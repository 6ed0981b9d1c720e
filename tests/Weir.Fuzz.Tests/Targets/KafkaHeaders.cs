using Weir.Fuzz.Tests.Engine;
using Weir.Kafka.Wire;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>The header before every request and response, and the primitives: strings, varints, tags, arrays.</summary>
internal sealed class KafkaHeaders : FuzzTarget
{
    public override string Name => "kafka-headers";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Convert.FromHexString("001200030000000700047465737400076C69622D787904312E3000");
        yield return Convert.FromHexString("00030001000000090004746573740000000100017400");
        yield return Convert.FromHexString("0003000C00000009FFFF02000102000302AABB01CC");
    }

    public override string Execute(byte[] input)
    {
        try
        {
            var reader = new KafkaReader(input.AsMemory());
            var header = RequestHeader.Read(ref reader, "test");
            var response = new KafkaReader(input.AsSpan());
            _ = ResponseHeader.Read(ref response, (short)(header.Version & 1));
            int strings = 0;
            while (reader.Remaining > 0)
            {
                switch (strings++ % 5)
                {
                    case 0: reader.SkipTags(); break;
                    case 1: reader.ReadNullableString(flexible: true); break;
                    case 2: reader.ReadNullableBytes(flexible: true); break;
                    case 3: reader.ReadArrayCount(flexible: true, 4); break;
                    default: reader.ReadVarUInt32(); break;
                }
            }

            return $"read, known {ApiCatalog.TryGet(header.Key, out _)}, {Math.Min(strings, 8)}";
        }
        catch (KafkaProtocolException e)
        {
            return Outcome.Of(e);
        }
    }
}
