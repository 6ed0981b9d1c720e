// amqplib's API: promises, callbacks, confirms, prefetch, headers, large, exchanges, reply,
// refusals.
'use strict'

const { deepStrictEqual: equal, ok, rejects } = require('node:assert')
const callbackApi = require('amqplib/callback_api')
const { collect, connect, run, url, within } = require('./amqp.js')

const numbers = count => [...Array(count).keys()].map(String)

async function promises () {
  const connection = await connect()
  const channel = await connection.createChannel()
  const { queue } = await channel.assertQueue('', { exclusive: true })
  const collected = await collect(channel, queue, '999')
  for (const text of numbers(1000)) channel.sendToQueue(queue, Buffer.from(text))
  equal(await collected.all, numbers(1000))
  equal(await channel.checkQueue(queue), { queue, messageCount: 0, consumerCount: 1 })
  equal(await channel.get(queue), false)
  equal(await channel.deleteQueue(queue), { messageCount: 0 })
  await channel.close()
  await connection.close()
}

function callbacks () {
  const done = new Promise((resolve, reject) => {
    const orFail = next => (error, value) => error ? reject(error) : next(value)
    callbackApi.connect(url, orFail(connection => connection.createChannel(orFail(channel =>
      channel.assertQueue('js-callbacks', { autoDelete: true }, orFail(({ queue }) => {
        const seen = []
        channel.consume(queue, message => {
          seen.push(message.content.toString())
          channel.ack(message)
          if (seen.length === 100) channel.close(orFail(() => connection.close(orFail(() => resolve(seen)))))
        }, {}, orFail(() => {
          for (const text of numbers(100)) channel.sendToQueue(queue, Buffer.from(text))
        }))
      }))
    ))))
  })
  return within(done, 'the messages').then(seen => equal(seen, numbers(100)))
}

async function confirms () {
  const connection = await connect()
  const channel = await connection.createConfirmChannel()
  const { queue } = await channel.assertQueue('js-confirms', { durable: true })
  const confirmed = []
  for (const text of numbers(500)) {
    channel.sendToQueue(queue, Buffer.from(text), { persistent: true }, error => confirmed.push([text, error]))
  }
  await within(channel.waitForConfirms(), 'confirms')
  equal(confirmed, numbers(500).map(text => [text, null]))
  equal((await channel.checkQueue(queue)).messageCount, 500)
  const returned = new Promise(resolve => channel.once('return', resolve))
  channel.publish('amq.direct', 'nobody', Buffer.from('x'), { mandatory: true, messageId: 'r' })
  await channel.waitForConfirms()
  const { fields, properties } = await within(returned, 'the return')
  equal([fields.replyCode, fields.routingKey, properties.messageId], [312, 'nobody', 'r'])
  equal(await channel.purgeQueue(queue), { messageCount: 500 })
  await connection.close()
}

async function prefetch () {
  const connection = await connect()
  const channel = await connection.createChannel()
  const { queue } = await channel.assertQueue('js-prefetch')
  for (const text of numbers(20)) channel.sendToQueue(queue, Buffer.from(text))
  await channel.prefetch(3)
  const held = []
  let wake
  const next = () => within(new Promise(resolve => { wake = resolve }), 'a message')
  const { consumerTag } = await channel.consume(queue, message => { held.push(message); wake?.() })
  while (held.length < 3) await next()
  // The queue's count shows that no fourth is on its way.
  equal((await channel.checkQueue(queue)).messageCount, 17)
  channel.nack(held.shift(), false, true)
  while (held.length < 3) await next()
  equal(held.map(message => [message.content.toString(), message.fields.redelivered]),
    [['1', false], ['2', false], ['0', true]])
  channel.ack(held[2], true)
  held.length = 0
  while (held.length < 3) await next()
  await channel.cancel(consumerTag)
  channel.nackAll(true)
  equal((await channel.checkQueue(queue)).messageCount, 17)
  await connection.close()
}

async function headers () {
  const connection = await connect()
  const channel = await connection.createChannel()
  const { queue } = await channel.assertQueue('', { exclusive: true })
  const sent = {
    text: 'ünicode', yes: true, no: false, small: 7, negative: -70000, large: 2 ** 40, half: 0.5, nothing: null,
    bytes: Buffer.from([0, 255]), list: [1, 'two', [3]], table: { inner: { deep: 'x' } },
    when: { '!': 'timestamp', value: 1700000000 }
  }
  const options = {
    headers: sent, contentType: 'text/plain', contentEncoding: 'utf-8', deliveryMode: 2, priority: 5,
    correlationId: 'c',
    replyTo: 'r', expiration: '600000', messageId: 'm', timestamp: 1700000000, type: 't', userId: 'guest', appId: 'a'
  }
  channel.sendToQueue(queue, Buffer.from('x'), options)
  const message = await within(new Promise(resolve => channel.consume(queue, resolve, { noAck: true })), 'the message')
  const { headers: got, ...rest } = message.properties
  equal(got, sent)
  for (const name of Object.keys(options).filter(name => name !== 'headers')) equal(rest[name], options[name], name)
  await connection.close()
}

async function large () {
  const connection = await connect()
  const channel = await connection.createConfirmChannel()
  const { queue } = await channel.assertQueue('', { exclusive: true })
  const frame = connection.connection.frameMax
  for (const size of [0, 1, frame - 9, frame - 8, frame - 7, frame * 3, 10_000_000]) {
    const body = Buffer.alloc(size, 'weir ')
    channel.sendToQueue(queue, body)
    await within(channel.waitForConfirms(), 'the confirm')
    const message = await channel.get(queue, { noAck: true })
    ok(message.content.equals(body), `${size} bytes`)
  }
  await connection.close()
}

async function exchanges () {
  const connection = await connect()
  const channel = await connection.createConfirmChannel()
  const queues = {}
  for (const name of ['direct', 'fanout', 'topic', 'headers', 'chained', 'rest']) {
    queues[name] = (await channel.assertQueue('', { exclusive: true })).queue
  }
  await channel.assertExchange('jsx-rest', 'fanout', { autoDelete: true })
  for (const type of ['direct', 'fanout', 'topic', 'headers']) {
    await channel.assertExchange(`jsx-${type}`, type, { durable: false, alternateExchange: 'jsx-rest' })
  }
  await channel.bindQueue(queues.rest, 'jsx-rest', '')
  await channel.bindQueue(queues.direct, 'jsx-direct', 'a')
  await channel.bindQueue(queues.fanout, 'jsx-fanout', '')
  await channel.bindQueue(queues.topic, 'jsx-topic', 'a.*.c')
  await channel.bindQueue(queues.headers, 'jsx-headers', '', { 'x-match': 'all', kind: 'k', n: 1 })
  await channel.assertExchange('jsx-inner', 'fanout', { internal: true, durable: false })
  await channel.bindExchange('jsx-inner', 'jsx-topic', '#')
  await channel.bindQueue(queues.chained, 'jsx-inner', '')
  const publish = (exchange, key, headers) =>
    channel.publish(exchange, key, Buffer.from(`${exchange} ${key}`), { headers })
  publish('jsx-direct', 'a')
  publish('jsx-direct', 'b')
  publish('jsx-fanout', 'x')
  publish('jsx-topic', 'a.b.c')
  publish('jsx-topic', 'a.b')
  publish('jsx-headers', '', { kind: 'k', n: 1, more: 'm' })
  publish('jsx-headers', 'wrong', { kind: 'k', n: 2 })
  await within(channel.waitForConfirms(), 'the confirms')
  const drain = async queue => {
    const texts = []
    for (let message; (message = await channel.get(queue, { noAck: true }));) texts.push(message.content.toString())
    return texts
  }
  equal(await drain(queues.direct), ['jsx-direct a'])
  equal(await drain(queues.fanout), ['jsx-fanout x'])
  equal(await drain(queues.topic), ['jsx-topic a.b.c'])
  equal(await drain(queues.headers), ['jsx-headers '])
  equal(await drain(queues.chained), ['jsx-topic a.b.c', 'jsx-topic a.b'])
  equal(await drain(queues.rest), ['jsx-direct b', 'jsx-headers wrong'])
  await channel.unbindExchange('jsx-inner', 'jsx-topic', '#')
  await channel.unbindQueue(queues.direct, 'jsx-direct', 'a')
  publish('jsx-direct', 'a')
  publish('jsx-topic', 'a.b.c')
  await within(channel.waitForConfirms(), 'the confirms')
  equal(await drain(queues.direct), [])
  equal(await drain(queues.chained), [])
  await channel.deleteExchange('jsx-direct')
  await connection.close()
}

async function reply () {
  const server = await (await connect()).createChannel()
  await server.assertQueue('js-ask', { exclusive: true })
  await server.consume('js-ask', ({ content, properties: { replyTo, correlationId } }) =>
    server.sendToQueue(replyTo, Buffer.from(`${content}!`), { correlationId }), { noAck: true })
  const client = await (await connect()).createChannel()
  const waiting = new Map()
  await client.consume('amq.rabbitmq.reply-to', ({ content, properties }) =>
    waiting.get(properties.correlationId)(content.toString()), { noAck: true })
  // The queue of the server is its connection's own, but everyone may publish to it.
  const ask = text => new Promise(resolve => {
    waiting.set(text, resolve)
    client.sendToQueue('js-ask', Buffer.from(text), { correlationId: text, replyTo: 'amq.rabbitmq.reply-to' })
  })
  const answers = await within(Promise.all(numbers(100).map(ask)), 'answers')
  equal(answers, numbers(100).map(text => `${text}!`))
}

async function refusals () {
  const connection = await connect()
  const refused = async (code, act) => {
    const channel = await connection.createChannel()
    const closed = new Promise(resolve => channel.once('error', resolve))
    await rejects(act(channel))
    equal((await within(closed, `the ${code}`)).code, code)
  }
  await refused(404, channel => channel.checkQueue('js-none'))
  await refused(404, channel => channel.checkExchange('js-none'))
  await refused(404, channel => channel.bindQueue('js-none', 'amq.direct', 'k'))
  await refused(403, channel => channel.assertQueue('amq.mine'))
  await refused(406, async channel => {
    await channel.assertQueue('js-refused', { exclusive: true, durable: true })
    await channel.assertQueue('js-refused', { exclusive: true, durable: false })
  })
  const channel = await connection.createChannel()
  const { queue } = await channel.assertQueue('', { exclusive: true })
  equal((await channel.checkQueue(queue)).messageCount, 0)
  await connection.close()
}

run({ promises, callbacks, confirms, prefetch, headers, large, exchanges, reply, refusals })
