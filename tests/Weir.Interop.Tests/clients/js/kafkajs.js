// kafkajs: produce, consume, member, seek, admin, dump. Found through NODE_PATH.
'use strict'

const { CompressionCodecs, CompressionTypes, ConfigResourceTypes, Kafka, logLevel } = require('kafkajs')
const { BASE_TIMESTAMP, BYTES, Checker, expect, fail, makeKey, makeValue, recordNumber, run, terminated, until } =
  require('./records.js')

CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy')
const codecs = { none: CompressionTypes.None, gzip: CompressionTypes.GZIP, snappy: CompressionTypes.Snappy }
const kafka = option => new Kafka({
  clientId: 'interop', brokers: [option.bootstrap], logLevel: logLevel.ERROR, retry: { retries: 10, maxRetryTime: 2000 }
})

async function produce (option) {
  const producer = kafka(option).producer({ idempotent: option.idempotent === '1', maxInFlightRequests: 1 })
  const from = Number(option.from ?? 0)
  const count = Number(option.count)
  const size = Number(option.size ?? 100)
  const step = Math.max(1, Math.min(1000, Math.floor(10_000_000 / (size + 100))))
  await producer.connect()
  for (let start = from; start < from + count; start += step) {
    const messages = []
    for (let i = start; i < Math.min(start + step, from + count); i++) {
      messages.push({
        key: makeKey(i), value: makeValue(i, size), timestamp: String(BASE_TIMESTAMP + i),
        headers: { index: String(i), bytes: BYTES, empty: '' }
      })
    }
    const compression = codecs[option['compression.codec'] ?? 'none']
    await producer.send({ topic: option.topic, acks: -1, compression, messages })
  }
  await producer.disconnect()
  console.log(`sent=${count} acknowledged=${count} refused=0`)
}

// kafkajs reads in groups only: a group of its own for every run.
async function consume (option) {
  const consumer = kafka(option).consumer({ groupId: `reader-${process.pid}-${Date.now()}` })
  const checker = new Checker(option)
  await consumer.connect()
  await consumer.subscribe({ topics: [option.topic], fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      for (const m of batch.messages) {
        checker.see(batch.partition, Number(m.offset), m.key, m.value, name => m.headers[name], Number(m.timestamp))
      }
    }
  })
  await checker.finished
  await consumer.disconnect()
  checker.finish()
}

async function member (option) {
  const stop = terminated()
  const consumer = kafka(option).consumer({
    groupId: option.group, sessionTimeout: 6000, heartbeatInterval: 500, rebalanceTimeout: 10000, maxWaitTimeInMs: 500
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const own = (payload.memberAssignment[option.topic] ?? []).slice().sort((a, b) => a - b)
    console.log(`assigned ${own.join(',') || '-'}`)
  })
  await consumer.connect()
  await consumer.subscribe({ topics: [option.topic], fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ partition, message: m }) =>
      console.log(`record ${partition} ${m.offset} ${recordNumber(m.key, m.value)}`)
  })
  await stop
  await consumer.disconnect()
  console.log('closed')
}

async function seek (option) {
  const { topic } = option
  const count = Number(option.count)
  const admin = kafka(option).admin()
  await admin.connect()
  const [ends] = await admin.fetchTopicOffsets(topic)
  expect('first offset', '0', ends.low)
  expect('end offset', String(count), ends.high)
  const offsetAt = async timestamp => (await admin.fetchTopicOffsetsByTimestamp(topic, timestamp))[0].offset
  expect('time of the first record', '0', await offsetAt(BASE_TIMESTAMP))
  expect('time of record 123', '123', await offsetAt(BASE_TIMESTAMP + 123))
  expect('time after all records', String(count), await offsetAt(BASE_TIMESTAMP + count))
  await admin.disconnect()

  const consumer = kafka(option).consumer({ groupId: `seeker-${process.pid}-${Date.now()}`, maxWaitTimeInMs: 500 })
  const targets = [10, count - 1, 0, 77]
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  const done = new Promise((resolve, reject) => {
    consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: m }) => {
        if (Number(m.offset) !== targets[0]) return
        if (recordNumber(m.key, m.value) !== targets.shift()) reject(new Error(`wrong record at offset ${m.offset}`))
        if (targets.length === 0) return resolve()
        consumer.seek({ topic, partition: 0, offset: String(targets[0]) })
      }
    }).then(() => consumer.seek({ topic, partition: 0, offset: String(targets[0]) }), reject)
  })
  await done
  await consumer.disconnect()
  console.log('ok')
}

async function admin (option) {
  const { topic } = option
  const groupId = `${topic}-group`
  const client = kafka(option).admin()
  await client.connect()
  const topics = [{ topic, numPartitions: 3, configEntries: [{ name: 'retention.ms', value: '3600000' }] }]
  expect('topic created', true, await client.createTopics({ topics }))
  expect('topic created twice', false, await client.createTopics({ topics }))
  await client.createPartitions({ topicPartitions: [{ topic, count: 5 }] })
  await until('new partitions', async () =>
    (await client.fetchTopicMetadata({ topics: [topic] })).topics[0].partitions.length === 5)

  const resource = { type: ConfigResourceTypes.TOPIC, name: topic }
  const retention = async () => (await client.describeConfigs({ resources: [resource] })).resources[0]
    .configEntries.find(entry => entry.configName === 'retention.ms').configValue
  expect('retention.ms', '3600000', await retention())
  const configEntries = [{ name: 'retention.ms', value: '7200000' }]
  await client.alterConfigs({ resources: [{ ...resource, configEntries }] })
  expect('retention.ms', '7200000', await retention())
  const cluster = await client.describeCluster()
  expect('brokers', 1, cluster.brokers.length)
  if (!cluster.clusterId) fail('no cluster id')

  const producer = kafka(option).producer()
  await producer.connect()
  await producer.send({ topic, messages: [0, 1, 2, 3].map(i => ({ partition: 0, value: String(i) })) })
  await producer.disconnect()
  await client.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] })
  const first = (await client.fetchTopicOffsets(topic)).find(p => p.partition === 0)
  expect('first offset after delete', '3', first.low)
  expect('end offset after delete', '4', first.high)

  await client.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '3' }] })
  const [committed] = await client.fetchOffsets({ groupId, topics: [topic] })
  expect('committed', '3', committed.partitions.find(p => p.partition === 0).offset)
  const listed = async () => (await client.listGroups()).groups.some(group => group.groupId === groupId)
  await until('group is listed', listed)
  await until('group is empty', async () => (await client.describeGroups([groupId])).groups[0].state === 'Empty')
  await client.deleteGroups([groupId])
  expect('group is listed', false, await listed())
  await client.deleteTopics({ topics: [topic] })
  await until('topic is gone', async () => !(await client.listTopics()).includes(topic))
  await client.disconnect()
  console.log('ok')
}

// Records as they are: a line of JSON each, for records that other protocols wrote.
async function dump (option) {
  const consumer = kafka(option).consumer({ groupId: `dump-${process.pid}-${Date.now()}` })
  let left = Number(option.count)
  await consumer.connect()
  await consumer.subscribe({ topics: [option.topic], fromBeginning: true })
  await new Promise((resolve, reject) => consumer.run({
    eachMessage: async ({ message: m }) => {
      const headers = Object.entries(m.headers).map(([name, value]) => [name, value.toString('latin1')])
      const record = { key: m.key?.toString(), value: m.value.toString(), headers: Object.fromEntries(headers) }
      console.log(JSON.stringify(record))
      if (--left === 0) resolve()
    }
  }).catch(reject))
  await consumer.disconnect()
}

run({ produce, consume, member, seek, admin, dump })
