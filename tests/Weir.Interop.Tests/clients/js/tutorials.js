// RabbitMQ's six tutorials with amqplib: hello, work, logs, routing, topics, rpc.
'use strict'

const { deepStrictEqual: equal, ok } = require('node:assert')
const { collect, connect, run, within } = require('./amqp.js')

async function open () {
  const connection = await connect()
  return connection.createChannel()
}

async function subscribe (exchange, last, ...keys) {
  const channel = await open()
  const { queue } = await channel.assertQueue('', { exclusive: true })
  for (const key of keys) await channel.bindQueue(queue, exchange, key)
  return collect(channel, queue, last)
}

async function hello () {
  const channel = await open()
  await channel.assertQueue('js-hello', { durable: false })
  channel.sendToQueue('js-hello', Buffer.from('Hello World!'))
  equal(await (await collect(channel, 'js-hello', 'Hello World!')).all, ['Hello World!'])
}

async function work () {
  const channel = await open()
  await channel.assertQueue('js-tasks', { durable: true })
  const workers = [[], []]
  let finish
  const finished = new Promise(resolve => { finish = resolve })
  for (const done of workers) {
    const worker = await open()
    await worker.prefetch(1)
    await worker.consume('js-tasks', message => {
      done.push(message.content.toString())
      // Nobody is done before both have begun: with a prefetch of 1 each gets its share.
      const release = () => {
        if (workers.some(other => other.length === 0)) return setTimeout(release, 5)
        worker.ack(message)
        if (workers[0].length + workers[1].length === 10) finish()
      }
      release()
    })
  }
  for (let i = 0; i < 10; i++) channel.sendToQueue('js-tasks', Buffer.from(`${i}`), { persistent: true })
  await within(finished, 'all tasks')
  equal(workers.flat().sort(), [...Array(10).keys()].map(String))
  ok(workers.every(done => done.length > 0))
}

async function logs () {
  const sender = await open()
  await sender.assertExchange('js-logs', 'fanout', { durable: false })
  const readers = [await subscribe('js-logs', 'hello', ''), await subscribe('js-logs', 'hello', '')]
  sender.publish('js-logs', '', Buffer.from('hello'))
  for (const reader of readers) equal(await reader.all, ['hello'])
}

async function routing () {
  const sender = await open()
  await sender.assertExchange('js-direct', 'direct', { durable: false })
  const disk = await subscribe('js-direct', 'end', 'error', 'end')
  const screen = await subscribe('js-direct', 'end', 'info', 'warning', 'error', 'end')
  for (const key of ['info', 'warning', 'error', 'debug', 'end']) sender.publish('js-direct', key, Buffer.from(key))
  equal(await disk.all, ['error', 'end'])
  equal(await screen.all, ['info', 'warning', 'error', 'end'])
}

async function topics () {
  const sender = await open()
  await sender.assertExchange('js-topic', 'topic', { durable: false })
  const kern = await subscribe('js-topic', 'end', 'kern.*', 'end')
  const critical = await subscribe('js-topic', 'end', '*.critical', 'end')
  const all = await subscribe('js-topic', 'end', '#')
  const keys = ['kern.critical', 'cron.critical', 'kern.info', 'kern.critical.late', 'end']
  for (const key of keys) sender.publish('js-topic', key, Buffer.from(key))
  equal(await kern.all, ['kern.critical', 'kern.info', 'end'])
  equal(await critical.all, ['kern.critical', 'cron.critical', 'end'])
  equal(await all.all, keys)
}

async function rpc () {
  const server = await open()
  await server.assertQueue('js-rpc', { durable: false })
  await server.prefetch(1)
  await server.consume('js-rpc', request => {
    const { correlationId, replyTo } = request.properties
    server.sendToQueue(replyTo, Buffer.from(`${Number(request.content) ** 2}`), { correlationId })
    server.ack(request)
  })
  const client = await open()
  const { queue } = await client.assertQueue('', { exclusive: true })
  const answers = new Map()
  await client.consume(queue, answer => {
    answers.get(answer.properties.correlationId)(answer.content.toString())
  }, { noAck: true })
  const ask = n => new Promise(resolve => {
    answers.set(`square ${n}`, resolve)
    client.sendToQueue('js-rpc', Buffer.from(`${n}`), { correlationId: `square ${n}`, replyTo: queue })
  })
  equal(await within(Promise.all([ask(4), ask(30)]), 'answers'), ['16', '900'])
}

run({ hello, work, logs, routing, topics, rpc })
