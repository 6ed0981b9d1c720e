namespace Weir.Interop.Tests.Support;

/// <summary>The system's librdkafka, used from C.</summary>
internal sealed class LibrdkafkaClient : Client
{
    public override string Name => "librdkafka";

    public override async Task ProduceAsync(BrokerProcess broker, ProduceOptions options)
    {
        string program = await CompiledClients.PathAsync("produce");
        (await ClientProgram.RunAsync(program, ProgramArguments.Produce(broker, options))).MustSucceed(broker);
    }

    public override async Task ConsumeAsync(BrokerProcess broker, string topic, int count, bool withHeaders)
    {
        string program = await CompiledClients.PathAsync("consume");
        List<string> arguments = ProgramArguments.Consume(broker, topic, count, withHeaders);
        (await ClientProgram.RunAsync(program, arguments)).MustSucceed(broker);
    }
}
