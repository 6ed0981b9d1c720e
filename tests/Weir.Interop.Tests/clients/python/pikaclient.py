"""python3-pika: work (confirms, consume, requeue, fetch, return), refusals, transaction, dead, duplicates, park, due, traced."""

import sys
import time

import pika
from pika.exceptions import ChannelClosedByBroker, ConnectionClosedByBroker, UnroutableError


def connect(port):
    return pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", port))


def work(port):
    connection = connect(port)
    channel = connection.channel()
    channel.confirm_delivery()
    channel.queue_declare("pika-work", durable=True)
    for i in range(1000):
        properties = pika.BasicProperties(delivery_mode=2, message_id=str(i), headers={"n": i, "t": {"x": [1, "y"]}})
        channel.basic_publish("", "pika-work", b"m%d" % i, properties)
    assert channel.queue_declare("pika-work", passive=True).method.message_count == 1000
    channel.basic_qos(prefetch_count=10)
    seen = []

    def on_message(channel, method, properties, body):
        assert properties.headers == {"n": len(seen), "t": {"x": [1, "y"]}}, properties
        assert properties.message_id == str(len(seen)) and properties.delivery_mode == 2
        seen.append(body)
        channel.basic_ack(method.delivery_tag)
        if len(seen) == 1000:
            channel.stop_consuming()

    channel.basic_consume("pika-work", on_message)
    channel.start_consuming()
    assert seen == [b"m%d" % i for i in range(1000)]

    for i in range(5):
        channel.basic_publish("", "pika-work", b"%d" % i)
    tags = [channel.basic_get("pika-work")[0].delivery_tag for _ in range(3)]
    channel.basic_nack(tags[2], multiple=True, requeue=True)
    again = [channel.basic_get("pika-work", auto_ack=True) for _ in range(5)]
    assert [(m.redelivered, b) for m, _, b in again] == [
        (True, b"0"), (True, b"1"), (True, b"2"), (False, b"3"), (False, b"4")], again
    assert channel.basic_get("pika-work")[0] is None
    try:
        channel.basic_publish("", "pika-nowhere", b"x", mandatory=True)
        raise AssertionError("not returned")
    except UnroutableError as error:
        assert error.messages[0].method.reply_code == 312
    channel.basic_publish("", "pika-work", b"z" * 3_000_000)
    assert channel.basic_get("pika-work", auto_ack=True)[2] == b"z" * 3_000_000
    connection.close()


def refused(port, code, act):
    connection = connect(port)
    channel = connection.channel()
    try:
        act(channel)
        channel.queue_declare("pika-any")
    except ChannelClosedByBroker as error:
        assert error.reply_code == code, error
        assert connection.channel().is_open
        connection.close()
        return
    except ConnectionClosedByBroker as error:
        assert error.reply_code == code, error
        return
    raise AssertionError(f"{code} was expected")


def refusals(port):
    owner = connect(port)
    exclusive = owner.channel().queue_declare("", exclusive=True).method.queue
    assert exclusive.startswith("amq.gen-")
    owner.channel().queue_declare("pika-durable", durable=True)
    refused(port, 404, lambda c: c.basic_get("pika-nothing"))
    refused(port, 404, lambda c: c.basic_publish("pika-nothing", "k", b""))
    refused(port, 405, lambda c: c.queue_declare(exclusive, passive=True))
    refused(port, 406, lambda c: c.queue_declare("pika-durable", durable=False))
    refused(port, 406, lambda c: c.basic_ack(77))
    refused(port, 403, lambda c: c.queue_declare("amq.mine"))
    refused(port, 503, lambda c: c.exchange_declare("pika-x", "nonsense"))
    refused(port, 540, lambda c: c.basic_recover(requeue=False))
    owner.close()
    refused(port, 404, lambda c: c.queue_declare(exclusive, passive=True))


def transaction(port):
    connection = connect(port)
    one, two = connection.channel(), connection.channel()
    two.queue_declare("pika-tx", durable=True)
    one.tx_select()
    one.basic_publish("", "pika-tx", b"a")
    assert two.basic_get("pika-tx")[0] is None
    one.tx_commit()
    assert two.basic_get("pika-tx", auto_ack=True)[2] == b"a"
    one.basic_publish("", "pika-tx", b"b")
    one.tx_rollback()
    assert two.basic_get("pika-tx")[0] is None
    connection.close()


def dead(port):
    connection = connect(port)
    channel = connection.channel()
    channel.exchange_declare("pika-dlx", "fanout")
    channel.queue_declare("pika-dead")
    channel.queue_bind("pika-dead", "pika-dlx")
    channel.queue_declare("pika-mortal", arguments={"x-dead-letter-exchange": "pika-dlx"})
    channel.basic_publish("", "pika-mortal", b"late", pika.BasicProperties(expiration="20"))
    for method, properties, body in channel.consume("pika-dead", auto_ack=True, inactivity_timeout=20):
        assert body == b"late", body
        death = properties.headers["x-death"][0]
        assert (death["reason"], death["queue"], death["count"]) == ("expired", "pika-mortal", 1), death
        break
    connection.close()


def duplicates(port):
    """Everything is sent twice, over two connections; the queue holds one of each, and a plain queue both."""
    arguments = {"x-deduplication-window-ms": 3_600_000}
    for _ in range(2):
        connection = connect(port)
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_declare("pika-once", durable=True, arguments=arguments)
        channel.queue_declare("pika-twice", durable=True)
        channel.exchange_declare("pika-both", "fanout")
        for queue in ("pika-once", "pika-twice"):
            channel.queue_bind(queue, "pika-both")
        for i in range(100):
            properties = pika.BasicProperties(delivery_mode=2, message_id="order-%d" % i)
            channel.basic_publish("pika-both", "", b"%d" % i, properties, mandatory=True)
        connection.close()
    connection = connect(port)
    channel = connection.channel()
    assert channel.queue_declare("pika-twice", passive=True).method.message_count == 200
    assert channel.queue_declare("pika-once", passive=True).method.message_count == 100
    bodies = [channel.basic_get("pika-once", auto_ack=True)[2] for _ in range(100)]
    assert bodies == [b"%d" % i for i in range(100)], bodies
    assert channel.basic_get("pika-once")[0] is None
    connection.close()


DELAYED = 300


def park(port):
    """Half by deliver-at, half through a delayed exchange, over four seconds; all confirmed."""
    connection = connect(port)
    channel = connection.channel()
    channel.confirm_delivery()
    channel.queue_declare("pika-delays", durable=True)
    channel.exchange_declare("pika-delayed", "x-delayed-message", durable=True, arguments={"x-delayed-type": "direct"})
    channel.queue_bind("pika-delays", "pika-delayed", "k")
    for number in range(DELAYED):
        now = time.time_ns() // 1_000_000
        delay = 1_000 + number * 37 % 3_000
        body = f"{number} {now + delay}"
        if number % 2:
            channel.basic_publish("", "pika-delays", body, pika.BasicProperties(headers={"deliver-at": now + delay}))
        else:
            channel.basic_publish("pika-delayed", "k", body, pika.BasicProperties(headers={"x-delay": delay}))
    connection.close()


def due(port):
    connection = connect(port)
    channel = connection.channel()
    numbers = []
    for method, properties, body in channel.consume("pika-delays", auto_ack=True, inactivity_timeout=6):
        if method is None:
            break
        number, at = body.split()
        assert time.time_ns() // 1_000_000 >= int(at), body
        if int(number) % 2 == 0:
            assert properties.headers["x-delay"] < 0, properties.headers
        numbers.append(int(number))
    assert sorted(numbers) == list(range(DELAYED)), (len(numbers), len(set(numbers)))
    connection.close()


def traced(port):
    """Published over an exchange, given back once, rejected, and dead: offset 0 of pika-traced."""
    parameters = pika.ConnectionParameters("127.0.0.1", port, client_properties={"connection_name": "pika-app"})
    connection = pika.BlockingConnection(parameters)
    channel = connection.channel()
    channel.confirm_delivery()
    channel.exchange_declare("pika-orders", "topic")
    channel.exchange_declare("pika-traced-dlx", "fanout")
    channel.queue_declare("pika-traced-dead", arguments={"x-trace": True})
    channel.queue_bind("pika-traced-dead", "pika-traced-dlx")
    arguments = {"x-trace": True, "x-dead-letter-exchange": "pika-traced-dlx"}
    channel.queue_declare("pika-traced", arguments=arguments)
    channel.queue_bind("pika-traced", "pika-orders", "order.*")
    channel.basic_publish("pika-orders", "order.new", b"tea")
    seen = []

    def on_message(channel, method, properties, body):
        seen.append(method.redelivered)
        if len(seen) == 1:
            channel.basic_nack(method.delivery_tag, requeue=True)
            return
        channel.basic_reject(method.delivery_tag, requeue=False)
        channel.stop_consuming()

    channel.basic_consume("pika-traced", on_message, consumer_tag="billing")
    channel.start_consuming()
    assert seen == [False, True], seen
    for method, _, body in channel.consume("pika-traced-dead", inactivity_timeout=20):
        assert body == b"tea", body
        channel.basic_ack(method.delivery_tag)
        break
    connection.close()


if __name__ == "__main__":
    commands = {
        "work": work, "refusals": refusals, "transaction": transaction, "dead": dead, "duplicates": duplicates,
        "park": park, "due": due, "traced": traced,
    }
    commands[sys.argv[1]](int(sys.argv[2]))
