using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Routing;

namespace Weir.Amqp.Sessions;

/// <summary>Class exchange.</summary>
internal sealed class ExchangeMethods(AmqpConnection connection)
{
    private string Vhost => connection.Namespace;

    private ExchangeRegistry Exchanges => connection.Server.Broker.Exchanges;

    public ValueTask Declare(AmqpChannel channel, scoped in ExchangeDeclare method)
    {
        string name = Encoding.UTF8.GetString(method.Exchange);
        if (name.Length == 0) throw NotOnTheDefault();
        if (method.Passive)
        {
            if (Exchanges.Find(Vhost, name) is null) throw AmqpException.NoExchange(name, Vhost);
            if (!method.NoWait)
                lock (connection.Output.Gate) ExchangeDeclareOk.Write(connection.Output.Buffer, channel.Number);
            return default;
        }

        string typeName = Encoding.UTF8.GetString(method.Type);
        if (!ExchangeTypeNames.TryParse(typeName, out ExchangeType type))
            throw new AmqpException(ReplyCode.CommandInvalid, $"invalid exchange type '{typeName}'");
        CheckAlternate(method.Arguments, name);
        var definition = new ExchangeDefinition(Vhost, name, type)
        {
            IsDurable = method.Durable,
            IsAutoDelete = method.AutoDelete,
            IsInternal = method.Internal,
            Arguments = NeutralArguments.Read(method.Arguments),
        };
        return DeclareAsync(channel, definition, method.NoWait);
    }

    public ValueTask Delete(AmqpChannel channel, scoped in ExchangeDelete method) =>
        DeleteAsync(channel, Encoding.UTF8.GetString(method.Exchange), method.IfUnused, method.NoWait);

    public ValueTask Bind(AmqpChannel channel, scoped in ExchangeBind method) => BindAsync(
        channel, Encoding.UTF8.GetString(method.Source), Encoding.UTF8.GetString(method.Destination),
        method.RoutingKey.ToArray(), NeutralArguments.Read(method.Arguments), method.NoWait);

    public ValueTask Unbind(AmqpChannel channel, scoped in ExchangeUnbind method) => UnbindAsync(
        channel, Encoding.UTF8.GetString(method.Source), Encoding.UTF8.GetString(method.Destination),
        method.RoutingKey.ToArray(), NeutralArguments.Read(method.Arguments), method.NoWait);

    /// <summary>Throws what the outcome means to a client.</summary>
    public static void MustBeDone(in ExchangeOutcome outcome, string vhost)
    {
        if (outcome.Error == ExchangeError.None) return;
        string reason = outcome.Reason ?? "";
        throw outcome.Error switch
        {
            ExchangeError.ExchangeNotFound => AmqpException.NoExchange(outcome.Subject ?? "", vhost),
            ExchangeError.QueueNotFound => AmqpException.NoQueue(outcome.Subject ?? "", vhost),
            ExchangeError.Reserved or ExchangeError.DefaultExchange =>
                new AmqpException(ReplyCode.AccessRefused, reason),
            ExchangeError.InUse => new AmqpException(
                ReplyCode.PreconditionFailed, $"exchange '{outcome.Subject}' in vhost '{vhost}' in use"),
            ExchangeError.Inequivalent => new AmqpException(
                ReplyCode.PreconditionFailed,
                $"inequivalent arg '{outcome.Argument}' for exchange '{outcome.Exchange?.Definition.Name}' " +
                $"in vhost '{vhost}': received {Show(outcome.Received, outcome.Current is not null)} " +
                $"but current is {Show(outcome.Current, outcome.Received is not null)}"),
            ExchangeError.TypeUnknown => new AmqpException(ReplyCode.CommandInvalid, reason),
            ExchangeError.Conflict => new AmqpException(ReplyCode.InternalError, reason),
            _ => new AmqpException(ReplyCode.PreconditionFailed, reason),
        };
    }

    private static AmqpException NotOnTheDefault() =>
        new(ReplyCode.AccessRefused, "operation not permitted on the default exchange");

    private void CheckAlternate(ReadOnlySpan<byte> arguments, string name)
    {
        if (!FieldTableReader.TryFind(arguments, "alternate-exchange"u8, out FieldView value)
            || value.Type == FieldType.LongString) return;
        throw new AmqpException(
            ReplyCode.PreconditionFailed,
            $"invalid type '{QueueArguments.NameOf(value.Type)}' for arg 'alternate-exchange' in exchange '{name}' " +
            $"in vhost '{Vhost}'");
    }

    private static string Show(ArgumentValue? value, bool hasOther) => value switch
    {
        null => "none",
        { Kind: ArgumentKind.Bool } flag => $"'{(flag.AsBool ? "true" : "false")}'",
        { } other => hasOther ? $"'{other}'" : $"the value '{other}' of type 'longstr'",
    };

    private async ValueTask DeclareAsync(AmqpChannel channel, ExchangeDefinition definition, bool noWait)
    {
        connection.Commit();
        MustBeDone(await Exchanges.DeclareAsync(definition, CancellationToken.None), Vhost);
        if (!noWait) lock (connection.Output.Gate) ExchangeDeclareOk.Write(connection.Output.Buffer, channel.Number);
    }

    private async ValueTask DeleteAsync(AmqpChannel channel, string name, bool ifUnused, bool noWait)
    {
        connection.Commit();
        ExchangeOutcome outcome = await Exchanges.DeleteAsync(Vhost, name, ifUnused, CancellationToken.None);
        if (outcome.Error == ExchangeError.Reserved)
        {
            throw new AmqpException(
                ReplyCode.AccessRefused, $"deletion of system exchange '{name}' in vhost '{Vhost}' not allowed");
        }

        if (outcome.Error != ExchangeError.ExchangeNotFound) MustBeDone(outcome, Vhost);
        if (!noWait) lock (connection.Output.Gate) ExchangeDeleteOk.Write(connection.Output.Buffer, channel.Number);
    }

    private async ValueTask BindAsync(
        AmqpChannel channel, string source, string destination, byte[] key, Arguments arguments, bool noWait)
    {
        connection.Commit();
        ExchangeOutcome outcome = await Exchanges.BindAsync(
            Vhost, source, DestinationKind.Exchange, destination, key, arguments, CancellationToken.None);
        MustBeDone(outcome, Vhost);
        if (!noWait) lock (connection.Output.Gate) ExchangeBindOk.Write(connection.Output.Buffer, channel.Number);
    }

    private async ValueTask UnbindAsync(
        AmqpChannel channel, string source, string destination, byte[] key, Arguments arguments, bool noWait)
    {
        connection.Commit();
        ExchangeOutcome outcome = await Exchanges.UnbindAsync(
            Vhost, source, DestinationKind.Exchange, destination, key, arguments, CancellationToken.None);
        if (outcome.Error != ExchangeError.ExchangeNotFound) MustBeDone(outcome, Vhost);
        if (!noWait) lock (connection.Output.Gate) ExchangeUnbindOk.Write(connection.Output.Buffer, channel.Number);
    }
}
