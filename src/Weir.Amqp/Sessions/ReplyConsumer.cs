using System.Text;

namespace Weir.Amqp.Sessions;

/// <summary>A channel that waits for direct replies; its requests carry the address.</summary>
internal sealed class ReplyConsumer(AmqpChannel channel, string tag, string address)
{
    public AmqpChannel Channel { get; } = channel;

    public string Tag { get; } = tag;

    public byte[] TagBytes { get; } = Encoding.UTF8.GetBytes(tag);

    public string Address { get; } = address;

    public byte[] AddressBytes { get; } = Encoding.ASCII.GetBytes(address);
}
