"""python3-celery: the tasks, a worker of them (worker), and what their users do: tasks, chord, control, late."""

import ctypes
import signal
import sys
import time

from celery import Celery, chain, chord, group
from celery.signals import worker_process_init

LIMIT = 90  # seconds that anything may take
command, port, name, *more = sys.argv[1:]
backend = f"file://{more[0]}" if more else "rpc://"
app = Celery("interop", broker=f"amqp://guest:guest@127.0.0.1:{port}//", backend=backend)
app.conf.update(
    task_default_queue=name, worker_redirect_stdouts=False, result_chord_retry_interval=0.2,
    broker_transport_options={"confirm_publish": True})


@app.task
def add(a, b):
    return a + b


@app.task
def total(numbers):
    return sum(numbers)


@app.task
def fail(text):
    raise ValueError(text)


@app.task
def now():
    return time.time()


@app.task(bind=True, max_retries=3)
def flaky(self, times):
    if self.request.retries < times:
        raise self.retry(countdown=0.3)
    return self.request.retries


@app.task(bind=True, acks_late=True)
def hold(self):
    if self.request.delivery_info["redelivered"]:
        return "redelivered"
    print("holding", flush=True)
    time.sleep(600)


# The pool's processes end with the worker, also when that is killed: this is Linux's PR_SET_PDEATHSIG.
@worker_process_init.connect
def end_with_parent(**_):
    ctypes.CDLL("libc.so.6").prctl(1, signal.SIGKILL)


def worker():
    app.worker_main(["worker", "-c", "2", "-l", "WARNING", "-n", f"{name}{time.time_ns()}@interop"])


def reply(result):
    return result.get(timeout=LIMIT)


def tasks():
    assert reply(add.delay(2, 3)) == 5
    assert [reply(r) for r in [add.delay(i, i) for i in range(100)]] == [2 * i for i in range(100)]
    try:
        reply(fail.delay("as told"))
        raise AssertionError("no error")
    except ValueError as error:
        assert str(error) == "as told"
    failed, retried = flaky.delay(4), flaky.delay(3)
    assert reply(retried) == 3
    try:
        reply(failed)
        raise AssertionError("retried for ever")
    except flaky.MaxRetriesExceededError:
        assert failed.failed()
    # More of them than the worker prefetches, or none behind them would be done before they are due.
    due = time.time() + 2
    later = group([now.s() for _ in range(30)]).apply_async(countdown=due - time.time())
    assert reply(add.delay(1, 1)) == 2
    assert min(reply(later)) >= due - 0.05
    assert reply(chain(add.s(1, 2), add.s(4), add.s(10))()) == 17
    assert reply(group([add.s(i, 1) for i in range(20)])()) == list(range(1, 21))
    assert reply(total.delay([1] * 100_000)) == 100_000


def chords():
    assert reply(chord([add.s(i, i) for i in range(10)], total.s())()) == 90
    assert reply(chain(group([add.s(i, 1) for i in range(5)]), total.s(), add.s(100))()) == 115


def control():
    ping = until("the worker answers", lambda: app.control.ping(timeout=1))
    [(node, answer)] = ping[0].items()
    assert answer == {"ok": "pong"}, ping
    inspect = app.control.inspect([node], timeout=LIMIT, limit=1)
    assert f"{add.name}" in inspect.registered()[node]
    assert inspect.stats()[node]["broker"]["transport"] == "amqp"
    late = now.apply_async(countdown=600)
    until("the task is scheduled", lambda: any(t["request"]["id"] == late.id for t in inspect.scheduled()[node]))
    app.control.revoke(late.id, reply=True, timeout=LIMIT, limit=1)
    until("the task is revoked", lambda: late.id in inspect.revoked()[node])
    other = name + "-other"
    [added] = app.control.add_consumer(other, reply=True, timeout=LIMIT, limit=1)
    assert "ok" in added[node], added
    # The worker answers first and changes what it consumes then.
    queues = lambda: {q["name"] for q in inspect.active_queues()[node]}
    until("the worker consumes both", lambda: queues() == {name, other})
    assert reply(add.apply_async((3, 4), queue=other)) == 7
    app.control.cancel_consumer(other, reply=True, timeout=LIMIT, limit=1)
    until("the worker consumes one", lambda: queues() == {name})


def late():
    assert reply(hold.delay()) == "redelivered"


def until(what, condition):
    end = time.time() + LIMIT
    while time.time() < end:
        if result := condition():
            return result
    raise AssertionError(f"not so: {what}")


if __name__ == "__main__":
    {"worker": worker, "tasks": tasks, "chord": chords, "control": control, "late": late}[command]()
