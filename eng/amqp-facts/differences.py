#!/usr/bin/python3
"""Prints the scenarios that two brokers answer differently, as the second answers them, each with its reason.

    differences.py tests/Weir.Amqp.Tests/Facts/rabbitmq-3.10.txt OWN > tests/Weir.Amqp.Tests/Facts/differences.txt

OWN is what facts.py wrote when it ran against Weir. reasons.txt beside this file has the reasons.
"""
import pathlib
import sys


def load(path):
    facts = {}
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith("# "):
            lines = facts.setdefault(line[2:], [])
        else:
            lines.append(line)
    return facts


def answers(lines):
    return [line for line in lines if " < " in line]


recorded, own = load(sys.argv[1]), load(sys.argv[2])
reasons = {}
for line in pathlib.Path(__file__).with_name("reasons.txt").read_text().splitlines():
    name, _, reason = line.rpartition(": ") if line.count(": ") == 1 else line.partition(": ")
    reasons[name] = reason
for name, lines in own.items():
    if answers(lines) != answers(recorded[name]):
        print(f"# {name}\n= {reasons.get(name, reasons['*'])}", *lines, sep="\n")
