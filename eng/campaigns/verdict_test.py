"""The judges must be able to fail."""

import random
import unittest

import slopes
import soak
from account import Flow


class Slopes(unittest.TestCase):
    def test_noise_is_flat_and_a_leak_under_the_same_noise_is_not(self):
        noise = random.Random(1)
        flat = [(t, 100 + noise.uniform(-5, 5)) for t in range(0, 3600, 10)]
        leak = [(t, v + t * 0.02) for t, v in flat]
        self.assertLess(abs(slopes.growth(flat)), 3)
        self.assertAlmostEqual(slopes.growth(leak), 72, delta=20)

    def test_one_outlier_is_no_growth(self):
        self.assertEqual(slopes.growth([(t, 1000 if t == 39 else 1) for t in range(40)]), 0)

    def test_a_metric_that_grows_is_named(self):
        rows = [{"seconds": t * 10.0} | {n: 50.0 for n in soak.ALLOWED} | {"rss_mb": 100.0 + t} for t in range(360)]
        self.assertEqual(soak.judge(rows, 60), ["rss_mb"])


class Account(unittest.TestCase):
    def setUp(self):
        self.flow = Flow("f", exactly_once=True)
        for _ in range(3):
            self.flow.ack(self.flow.send())
        self.flow.deliver(1)
        self.flow.deliver(2)

    def test_what_was_acknowledged_and_did_not_come_is_lost(self):
        self.assertEqual(self.flow.lost(), [3])
        self.assertEqual(len(self.flow.problems()), 1)
        self.flow.deliver(3)
        self.assertEqual(self.flow.problems(), [])

    def test_an_idempotent_producer_has_no_duplicates(self):
        self.flow.deliver(3)
        self.flow.deliver(1)
        self.assertEqual(self.flow.row()["duplicates"], 1)
        self.assertEqual(len(self.flow.problems()), 1)

    def test_what_nobody_sent_is_a_problem_and_what_was_not_answered_is_none(self):
        self.flow.deliver(3)
        self.flow.send()
        self.assertEqual(self.flow.problems(), [])
        self.assertEqual(self.flow.row()["unanswered"], 1)
        self.flow.deliver(99)
        self.assertEqual(len(self.flow.problems()), 1)

    def test_a_flow_without_an_acknowledgement_proves_nothing(self):
        self.assertEqual(len(Flow("silent").problems()), 1)


if __name__ == "__main__":
    unittest.main()
