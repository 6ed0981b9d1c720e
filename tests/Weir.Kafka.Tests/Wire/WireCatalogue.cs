using Weir.KafkaGenerator;
using Weir.KafkaGenerator.Schema;

namespace Weir.Kafka.Tests.Wire;

/// <summary>The schemas of the repository, loaded once, and the test cases made of them.</summary>
internal static class WireCatalogue
{
    public static Repository Repository { get; } = Repository.Find(AppContext.BaseDirectory);

    public static Catalogue Schemas { get; } = Catalogue.Load(Repository.Schemas);

    public static TheoryData<string> MessageNames()
    {
        var names = new TheoryData<string>();
        foreach (var message in Schemas.Messages) names.Add(message.Name);
        return names;
    }

    public static Message Find(string name) => Schemas.Messages.Single(message => message.Name == name);
}
