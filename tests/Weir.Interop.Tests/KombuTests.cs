using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>kombu and py-amqp, without Celery.</summary>
public sealed class KombuTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    [Theory]
    [InlineData("work")]
    [InlineData("simple")]
    [InlineData("pools")]
    [InlineData("heartbeats")]
    [InlineData("mandatory")]
    public Task Kombu(string command) => AmqpProgram.RunAsync(broker, "kombuclient.py", command);
}
