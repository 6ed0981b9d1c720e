using System.Globalization;
using Weir.Kafka.Tests.Wire;
using Weir.KafkaGenerator;
using Weir.KafkaGenerator.Schema;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>Every message of the generated catalogue with its codec, and inputs for them.</summary>
internal static class KafkaCatalogue
{
    private static readonly (Message Message, MessageCodec Codec)[] Entries =
        [.. Catalogue.Load(Repository.Find(AppContext.BaseDirectory).Schemas).Messages
            .Select(static message => (message, MessageCodec.Of(message.Name)))];

    public static ReadOnlySpan<(Message Message, MessageCodec Codec)> All => Entries;

    /// <summary>A message with random values, as its codec writes it.</summary>
    public static byte[] Random(int index, int version, Random random)
    {
        (Message message, MessageCodec codec) = Entries[index];
        return codec.Write(new MessageFiller(message, version, random).Fill(codec.Create()), version);
    }

    /// <summary>What kafka-python encodes: index of the message, version, bytes.</summary>
    public static IEnumerable<(int Index, int Version, byte[] Bytes)> Golden()
    {
        using Stream stream = typeof(KafkaCatalogue).Assembly.GetManifestResourceStream("KafkaPython.golden.txt")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            string[] parts = line.Split(' ');
            int index = Array.FindIndex(Entries, entry => entry.Message.Name == parts[0]);
            int version = int.Parse(parts[1], CultureInfo.InvariantCulture);
            yield return (index, version, Convert.FromHexString(parts.Length > 2 ? parts[2] : ""));
        }
    }
}
