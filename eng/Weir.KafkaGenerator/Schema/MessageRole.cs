namespace Weir.KafkaGenerator.Schema;

public enum MessageRole
{
    Data,
    Request,
    Response,
}
