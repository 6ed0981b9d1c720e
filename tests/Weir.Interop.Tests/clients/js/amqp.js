// What the scripts that use amqplib share: SCRIPT COMMAND PORT [more]; status 0 only when all was right.
'use strict'

const amqplib = require('amqplib')

const LIMIT_MS = 90000 // that anything may take
const [command, port, ...more] = process.argv.slice(2)
const url = `amqp://guest:guest@127.0.0.1:${port}`

const connect = () => amqplib.connect(url)

function within (promise, what) {
  let timer
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not in time`)), LIMIT_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

// Bodies as they come, without acknowledgement; resolves with all of them when the last one has come.
async function collect (channel, queue, last) {
  const seen = []
  let found
  const all = new Promise(resolve => { found = resolve })
  await channel.consume(queue, message => {
    if (message === null) return // its queue was deleted
    seen.push(message.content.toString())
    if (seen.at(-1) === last) found(seen)
  }, { noAck: true })
  return { all: within(all, `'${last}'`) }
}

function run (commands) {
  commands[command](...more).then(() => process.exit(0), error => {
    console.error(error)
    process.exit(1)
  })
}

module.exports = { amqplib, collect, connect, run, url, within }
