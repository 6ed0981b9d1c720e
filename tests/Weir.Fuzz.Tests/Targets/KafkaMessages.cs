using Weir.Fuzz.Tests.Engine;
using Weir.Kafka.Tests.Wire;
using Weir.Kafka.Wire;
using Weir.KafkaGenerator.Schema;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// Every request and response of the catalogue in every version. The input's first octet is the message, the second the
/// version. What was read is written, and that reads and writes as the same bytes.
/// </summary>
internal sealed class KafkaMessages : FuzzTarget
{
    public override string Name => "kafka-messages";

    public override IEnumerable<byte[]> Seeds()
    {
        foreach ((int index, int version, byte[] bytes) in KafkaCatalogue.Golden())
            yield return [(byte)index, (byte)version, .. bytes];
        for (int index = 0; index < KafkaCatalogue.All.Length; index++)
        {
            Message message = KafkaCatalogue.All[index].Message;
            for (int version = message.Versions.First; version <= message.Versions.Last; version++)
                yield return [(byte)index, (byte)version, .. KafkaCatalogue.Random(index, version,
                    new Random(version))];
        }
    }

    public override byte[] Generate(Random random)
    {
        int index = random.Next(KafkaCatalogue.All.Length);
        Message message = KafkaCatalogue.All[index].Message;
        int version = random.Next(message.Versions.First, message.Versions.Last + 1);
        return [(byte)index, (byte)version, .. KafkaCatalogue.Random(index, version, random)];
    }

    public override string Execute(byte[] input)
    {
        if (input.Length < 2) return "empty";
        (Message message, MessageCodec codec) = KafkaCatalogue.All[input[0] % KafkaCatalogue.All.Length];
        int version = input[1];
        try
        {
            object read = codec.Read(input.AsMemory(2), version, out int remaining);
            byte[] written = codec.Write(read, version);
            byte[] again = codec.Write(codec.Read(written, version, out int left), version);
            FuzzException.Require(left == 0 && written.AsSpan().SequenceEqual(again),
                "what was written reads as another");
            return $"{message.Name} {version} {(remaining == 0 ? "read" : "read and more")}";
        }
        catch (KafkaProtocolException e)
        {
            return $"{message.Name} {Outcome.Of(e)}";
        }
    }

    // The dearest byte is an element of the smallest struct: two bytes become one object, its list slot and its lists.
    // It is read twice and written twice.
    public override long AllocatedBytesMax(byte[] input) => (256 << 10) + (640L * input.Length);
}
