namespace Weir.KafkaGenerator.Schema;

/// <summary>A notation file says something that cannot be; the message names the place.</summary>
public sealed class SchemaException : Exception
{
    public SchemaException(string message)
        : base(message)
    {
    }
}
