// @platformatic/kafka, which speaks recent protocol versions only: produce, consume, member, seek, admin.
// Found through NODE_PATH.
'use strict'

const { Admin, ConfigResourceTypes, Consumer, IncrementalAlterConfigOperationTypes, ListOffsetTimestamps, Producer } =
  require('@platformatic/kafka')
const { BASE_TIMESTAMP, BYTES, Checker, expect, fail, makeKey, makeValue, recordNumber, run, terminated, until } =
  require('./records.js')

const base = option => ({ clientId: 'interop', bootstrapBrokers: [option.bootstrap], retries: 10, retryDelay: 250 })

async function produce (option) {
  const producer = new Producer({ ...base(option), idempotent: option.idempotent === '1' })
  const from = Number(option.from ?? 0)
  const count = Number(option.count)
  const size = Number(option.size ?? 100)
  const step = Math.max(1, Math.min(1000, Math.floor(10_000_000 / (size + 100))))
  for (let start = from; start < from + count; start += step) {
    const messages = []
    for (let i = start; i < Math.min(start + step, from + count); i++) {
      messages.push({
        topic: option.topic, key: makeKey(i), value: makeValue(i, size), timestamp: BigInt(BASE_TIMESTAMP + i),
        headers: new Map(Object.entries({ index: String(i), bytes: BYTES, empty: '' })
          .map(([name, value]) => [Buffer.from(name), Buffer.from(value)]))
      })
    }
    await producer.send({ messages, acks: -1, compression: option['compression.codec'] ?? 'none' })
  }
  await producer.close()
  console.log(`sent=${count} acknowledged=${count} refused=0`)
}

function header (m, name) {
  for (const [key, value] of m.headers) if (key.toString() === name) return value
}

async function consume (option) {
  const consumer = new Consumer({ ...base(option), groupId: `reader-${process.pid}-${Date.now()}` })
  const checker = new Checker(option)
  const topics = [option.topic]
  const stream = await consumer.consume({ topics, mode: 'earliest', autocommit: false, maxWaitTime: 500 })
  stream.on('data', m =>
    checker.see(m.partition, Number(m.offset), m.key, m.value, name => header(m, name), Number(m.timestamp)))
  stream.on('error', fail)
  await checker.finished
  await consumer.close(true)
  checker.finish()
}

async function member (option) {
  const stop = terminated()
  const consumer = new Consumer({
    ...base(option), groupId: option.group, sessionTimeout: 6000, heartbeatInterval: 500, rebalanceTimeout: 10000
  })
  // What was processed of the partitions it owns: closing a stream commits only what its last timer saw.
  const processed = new Map()
  consumer.on('consumer:group:join', ({ assignments }) => {
    const own = (assignments ?? []).flatMap(a => a.partitions).sort((a, b) => a - b)
    for (const partition of processed.keys()) if (!own.includes(partition)) processed.delete(partition)
    console.log(`assigned ${own.join(',') || '-'}`)
  })
  const stream = await consumer.consume({
    topics: [option.topic], mode: 'committed', fallbackMode: 'earliest', autocommit: 500, maxWaitTime: 500
  })
  stream.on('data', m => {
    console.log(`record ${m.partition} ${m.offset} ${recordNumber(m.key, m.value)}`)
    processed.set(m.partition, m.offset + 1n)
  })
  stream.on('error', error => { console.error(error); process.exit(1) })
  await stop
  await stream.close()
  const offsets = [...processed].map(([partition, offset]) =>
    ({ topic: option.topic, partition, offset, leaderEpoch: 0 }))
  if (offsets.length > 0) await consumer.commit({ offsets })
  await consumer.close(true)
  console.log('closed')
}

async function seek (option) {
  const { topic } = option
  const count = Number(option.count)
  const admin = new Admin(base(option))
  const offsetAt = async timestamp => {
    const topics = [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: BigInt(timestamp) }] }]
    return Number((await admin.listOffsets({ topics }))[0].partitions[0].offset)
  }
  expect('first offset', 0, await offsetAt(ListOffsetTimestamps.EARLIEST))
  expect('end offset', count, await offsetAt(ListOffsetTimestamps.LATEST))
  expect('time of the first record', 0, await offsetAt(BASE_TIMESTAMP))
  expect('time of record 123', 123, await offsetAt(BASE_TIMESTAMP + 123))
  expect('time after all records', -1, await offsetAt(BASE_TIMESTAMP + count))
  await admin.close()
  for (const target of [10, count - 1, 0, 77]) {
    const consumer = new Consumer({ ...base(option), groupId: `seeker-${process.pid}-${target}-${Date.now()}` })
    const offsets = [{ topic, partition: 0, offset: BigInt(target) }]
    const stream = await consumer.consume({
      topics: [topic], mode: 'manual', offsets, autocommit: false, maxWaitTime: 500
    })
    for await (const m of stream) {
      expect('record after seek', target, Number(m.offset))
      expect('number after seek', target, recordNumber(m.key, m.value))
      break
    }
    await consumer.close(true)
  }
  console.log('ok')
}

async function admin (option) {
  const { topic } = option
  const groupId = `${topic}-group`
  const client = new Admin(base(option))
  const created = { topics: [topic], partitions: 3, replicas: 1, configs: [{ name: 'retention.ms', value: '3600000' }] }
  expect('partitions', 3, (await client.createTopics(created))[0].partitions)
  await client.createTopics(created).then(() => fail('a topic was created twice'), () => {})
  const metadata = () => client.metadata({ topics: [topic], forceUpdate: true })
  // This client always sends assignments, and a list has to name a broker for every new partition.
  const brokerIds = [...(await metadata()).brokers.keys()]
  const assignments = [{ brokerIds }, { brokerIds }]
  await client.createPartitions({ topics: [{ name: topic, count: 5, assignments }] })
  await until('new partitions', async () => (await metadata()).topics.get(topic).partitionsCount === 5)
  expect('brokers', 1, (await metadata()).brokers.size)

  const resource = { resourceType: ConfigResourceTypes.TOPIC, resourceName: topic }
  const described = { resources: [{ ...resource, configurationKeys: null }] }
  const retention = async () => (await client.describeConfigs(described))[0].configs
    .find(entry => entry.name === 'retention.ms').value
  expect('retention.ms', '3600000', await retention())
  await client.incrementalAlterConfigs({
    resources: [{
      ...resource,
      configs: [{ name: 'retention.ms', configOperation: IncrementalAlterConfigOperationTypes.SET, value: '7200000' }]
    }]
  })
  expect('retention.ms', '7200000', await retention())

  const producer = new Producer(base(option))
  const messages = ['0', '1', '2', '3'].map(text => ({ topic, partition: 0, value: Buffer.from(text) }))
  await producer.send({ messages, acks: -1 })
  await producer.close()
  const deleted = await client.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 3n }] }] })
  expect('low watermark', 3n, deleted[0].partitions[0].lowWatermark)

  const partitionOffsets = [{ partition: 0, offset: 3n }]
  await client.alterConsumerGroupOffsets({ groupId, topics: [{ name: topic, partitionOffsets }] })
  const [offsets] = await client.listConsumerGroupOffsets({ groups: [groupId] })
  expect('committed', 3n, offsets.topics[0].partitions.find(p => p.partitionIndex === 0).committedOffset)
  expect('group is listed', true, (await client.listGroups()).has(groupId))
  expect('members', 0, (await client.describeGroups({ groups: [groupId] })).get(groupId).members.size)
  await client.deleteGroups({ groups: [groupId] })
  expect('group is listed', false, (await client.listGroups()).has(groupId))
  await client.deleteTopics({ topics: [topic] })
  await until('topic is gone', async () => !(await client.listTopics()).includes(topic))
  await client.close()
  console.log('ok')
}

run({ produce, consume, member, seek, admin })
