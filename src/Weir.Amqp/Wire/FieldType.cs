namespace Weir.Amqp.Wire;

/// <summary>
/// The type octet of a field-table value, with the meaning that RabbitMQ and its clients give the letters. They differ
/// from specification 4.2.5.5 in 's' (16 bits signed, not a short string), 'l' (signed) and 'x' (octets, an addition);
/// 'U' and 'L' are the specification's letters for what RabbitMQ writes as 's' and 'l'.
/// </summary>
internal enum FieldType : byte
{
    Void = (byte)'V',
    Boolean = (byte)'t',
    Int8 = (byte)'b',
    UInt8 = (byte)'B',
    Int16 = (byte)'s',
    Int16Specified = (byte)'U',
    UInt16 = (byte)'u',
    Int32 = (byte)'I',
    UInt32 = (byte)'i',
    Int64 = (byte)'l',
    Int64Specified = (byte)'L',
    Float = (byte)'f',
    Double = (byte)'d',
    Decimal = (byte)'D',
    LongString = (byte)'S',
    Bytes = (byte)'x',
    Timestamp = (byte)'T',
    Array = (byte)'A',
    Table = (byte)'F',
}
