"""Who was promised what, and what came of it. Thread-safe; a message is a (flow, producer, number)."""

import collections
import threading


class Flow:
    """The messages of one kind of producer and where they have to arrive."""

    def __init__(self, name, exactly_once=False):
        self.name = name
        self.exactly_once = exactly_once
        self._lock = threading.Lock()
        self.sent = 0
        self.refused = 0
        self._acked = set()
        self._delivered = collections.Counter()
        self.out_of_order = 0

    def send(self):
        """The next number."""
        with self._lock:
            self.sent += 1
            return self.sent

    def ack(self, number):
        with self._lock:
            self._acked.add(number)

    def refuse(self):
        with self._lock:
            self.refused += 1

    def deliver(self, number):
        with self._lock:
            self._delivered[number] += 1

    @property
    def acked(self):
        with self._lock:
            return len(self._acked)

    @property
    def newest_acked(self):
        with self._lock:
            return max(self._acked)

    def has(self, number):
        """Whether it was delivered."""
        with self._lock:
            return number in self._delivered

    def lost(self):
        with self._lock:
            return sorted(n for n in self._acked if n not in self._delivered)

    def begin_reading_again(self):
        """A log is read as a whole: what was seen before does not count as a duplicate."""
        with self._lock:
            self._delivered.clear()

    def row(self):
        lost = self.lost()
        with self._lock:
            delivered = len(self._delivered)
            duplicates = sum(self._delivered.values()) - delivered
            invented = sum(1 for n in self._delivered if not 1 <= n <= self.sent)
            return {
                "flow": self.name, "sent": self.sent, "acked": len(self._acked), "refused": self.refused,
                "unanswered": self.sent - len(self._acked) - self.refused, "delivered": delivered,
                "duplicates": duplicates, "lost": len(lost), "invented": invented,
            }

    def problems(self):
        row = self.row()
        found = []
        if row["acked"] == 0:
            found.append(f"{self.name}: nothing was acknowledged")
        if row["lost"]:
            found.append(f"{self.name}: {row['lost']} acknowledged messages are lost, such as {self.lost()[:5]}")
        if row["invented"]:
            found.append(f"{self.name}: {row['invented']} messages came that nobody sent")
        if self.exactly_once and row["duplicates"]:
            found.append(f"{self.name}: {row['duplicates']} duplicates of an idempotent producer")
        if self.out_of_order:
            found.append(f"{self.name}: {self.out_of_order} records out of order")
        return found


def table(flows):
    columns = ("flow", "sent", "acked", "refused", "unanswered", "delivered", "duplicates", "lost", "invented")
    rows = [f.row() for f in flows]
    lines = ["".join(f"{c:>12}" if c != "flow" else f"{c:28}" for c in columns)]
    for row in rows:
        lines.append("".join(f"{row[c]:>12}" if c != "flow" else f"{row[c]:28}" for c in columns))
    total = {c: sum(r[c] for r in rows) for c in columns[1:]}
    lines.append(f"{'all':28}" + "".join(f"{total[c]:>12}" for c in columns[1:]))
    return "\n".join(lines)
