#!/bin/sh
# What librdkafka's test cases call to create, alter and delete topics; here by way of python3-kafka.
exec /usr/bin/python3 "$(dirname "$0")/topics.py" "$@"
