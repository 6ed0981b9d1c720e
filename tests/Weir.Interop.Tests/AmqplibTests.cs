using Weir.Interop.Tests.Support;

namespace Weir.Interop.Tests;

/// <summary>amqplib: its promise and callback channels.</summary>
public sealed class AmqplibTests(BrokerProcess broker) : IClassFixture<BrokerProcess>
{
    [Theory]
    [InlineData("promises")]
    [InlineData("callbacks")]
    [InlineData("confirms")]
    [InlineData("prefetch")]
    [InlineData("headers")]
    [InlineData("large")]
    [InlineData("exchanges")]
    [InlineData("reply")]
    [InlineData("refusals")]
    public Task Amqplib(string command) => AmqpProgram.RunAsync(broker, "amqplibclient.js", command);
}
