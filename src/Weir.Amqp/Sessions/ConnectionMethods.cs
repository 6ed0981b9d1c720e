using System.Text;
using Weir.Amqp.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>Channel 0: how a connection opens, is kept and ends (specification 2.2.4, 1.4).</summary>
internal sealed class ConnectionMethods(AmqpConnection connection)
{
    public void Start()
    {
        lock (connection.Output.Gate)
        {
            ConnectionStart.Write(
                connection.Output.Buffer, 0, 0, 9, connection.Server.Properties.Span, Credentials.Mechanisms,
                "en_US"u8);
        }

        connection.Phase = ConnectionPhase.StartOk;
    }

    public void Handle(MethodId id, ReadOnlySpan<byte> arguments)
    {
        if (id == MethodId.ConnectionCloseOk && connection.Phase == ConnectionPhase.Closing)
        {
            connection.Phase = ConnectionPhase.Ended;
            return;
        }

        switch (connection.Phase)
        {
            case ConnectionPhase.Closing or ConnectionPhase.Ended:
                return;
            case ConnectionPhase.StartOk when id == MethodId.ConnectionStartOk:
                OnStartOk(arguments);
                return;
            case ConnectionPhase.TuneOk when id == MethodId.ConnectionTuneOk:
                OnTuneOk(arguments);
                return;
            case ConnectionPhase.Open when id == MethodId.ConnectionOpen:
                OnOpen(arguments);
                return;
            case ConnectionPhase.Running when id == MethodId.ConnectionUpdateSecret:
                OnUpdateSecret(arguments);
                return;
            case ConnectionPhase.Running:
                throw new AmqpException(ReplyCode.ChannelError, "unexpected method in connection state running");
            default:
                throw new AmqpException(ReplyCode.CommandInvalid, $"unexpected method {id} on channel 0");
        }
    }

    private void OnStartOk(ReadOnlySpan<byte> arguments)
    {
        if (!ConnectionStartOk.TryRead(arguments, out ConnectionStartOk method)) throw Malformed();
        connection.Client = ClientCapabilities.Read(method.ClientProperties);
        if (!Credentials.TryRead(method.Mechanism, method.Response, out string user, out string password)
            || !AmqpServer.MayLogIn(user, password, connection.Remote))
        {
            string mechanism = Encoding.UTF8.GetString(method.Mechanism);
            throw new AmqpException(
                ReplyCode.AccessRefused,
                $"Login was refused using authentication mechanism {mechanism}. For details see the broker logfile.")
            {
                Method = MethodId.None,
            };
        }

        connection.User = user;
        connection.Session.User = user;
        connection.Session.ClientId = connection.Client.Name;
        connection.Session.Product = connection.Client.Product;
        AmqpOptions options = connection.Server.Options;
        lock (connection.Output.Gate)
        {
            ConnectionTune.Write(
                connection.Output.Buffer, 0, (ushort)options.ChannelsMax, (uint)options.FrameBytesMax,
                (ushort)options.Heartbeat.TotalSeconds);
        }

        connection.Phase = ConnectionPhase.TuneOk;
    }

    private void OnTuneOk(ReadOnlySpan<byte> arguments)
    {
        if (!ConnectionTuneOk.TryRead(arguments, out ConnectionTuneOk method)) throw Malformed();
        AmqpOptions options = connection.Server.Options;
        int frameMax = method.FrameMax == 0 ? options.FrameBytesMax : (int)Math.Min(method.FrameMax, int.MaxValue);
        if (frameMax < FrameLayout.FrameMin)
        {
            throw new AmqpException(
                ReplyCode.NotAllowed,
                $"negotiated frame_max = {frameMax} is lower than the minimum allowed value ({FrameLayout.FrameMin})");
        }

        if (frameMax > options.FrameBytesMax)
        {
            throw new AmqpException(
                ReplyCode.NotAllowed,
                $"negotiated frame_max = {frameMax} is higher than the maximum allowed value " +
                $"({options.FrameBytesMax})");
        }

        if (method.ChannelMax > options.ChannelsMax)
        {
            throw new AmqpException(
                ReplyCode.NotAllowed,
                $"negotiated channel_max = {method.ChannelMax} is higher than the maximum allowed value " +
                $"({options.ChannelsMax})");
        }

        connection.FrameMax = frameMax;
        connection.ChannelsMax = method.ChannelMax == 0 ? options.ChannelsMax : method.ChannelMax;
        connection.Liveness.Start(TimeSpan.FromSeconds(method.Heartbeat));
        connection.Phase = ConnectionPhase.Open;
    }

    private void OnOpen(ReadOnlySpan<byte> arguments)
    {
        if (!ConnectionOpen.TryRead(arguments, out ConnectionOpen method)) throw Malformed();
        string vhost = Encoding.UTF8.GetString(method.VirtualHost);
        if (!connection.Server.Broker.Namespaces.Exists(vhost) || !connection.TryEnter(vhost))
            throw new AmqpException(ReplyCode.NotAllowed, $"vhost {vhost} not found");
        lock (connection.Output.Gate) ConnectionOpenOk.Write(connection.Output.Buffer, 0);
        connection.Phase = ConnectionPhase.Running;
        connection.Session.Namespace = connection.Namespace;
        connection.Session.IsOpen = true;
    }

    private void OnUpdateSecret(ReadOnlySpan<byte> arguments)
    {
        // A password does not run out, so there is nothing to renew; RabbitMQ accepts any for such users as well.
        if (!ConnectionUpdateSecret.TryRead(arguments, out _)) throw Malformed();
        lock (connection.Output.Gate) ConnectionUpdateSecretOk.Write(connection.Output.Buffer, 0);
    }

    private static AmqpException Malformed() => AmqpException.Of(WireError.MalformedMethod);
}
