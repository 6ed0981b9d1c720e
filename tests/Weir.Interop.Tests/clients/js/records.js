// The records all test clients agree on (c/records.h says what record i looks like), and how the programs are called:
// PROGRAM COMMAND name=value ... ; a program ends with status 0 only when all it checks was right.
'use strict'

const { crc32 } = require('node:zlib')
const { setTimeout: delay } = require('node:timers/promises')

const BASE_TIMESTAMP = 1700000000000
const SILENCE_LIMIT_MS = 30000
const BYTES = Buffer.from([0x00, 0xff, 0x80])

const hex8 = number => number.toString(16).padStart(8, '0')
const makeKey = i => (i % 10 === 9 ? null : Buffer.from(`key-${i}`))

function makeValue (i, size) {
  if (i % 10 === 8) return null
  const filler = hex8(Math.imul(i, 2654435761) >>> 0).repeat(size / 8 + 1).slice(0, size)
  return Buffer.from(`${i}:${hex8(crc32(filler))}:${filler}`)
}

function recordNumber (key, value) {
  const inKey = key ? Number(/^key-(\d+)$/.exec(key)?.[1] ?? fail('strange key')) : null
  if (!value) {
    if (inKey === null || inKey % 10 !== 8) fail('value lost')
    return inKey
  }
  const first = value.indexOf(':')
  const i = Number(value.subarray(0, first).toString())
  if (inKey === null ? i % 10 !== 9 : inKey !== i) fail('key and value of different records')
  if (i % 10 === 8) fail('a null value came back as text')
  const sum = value.subarray(first + 1, first + 9).toString()
  if (hex8(crc32(value.subarray(first + 10))) !== sum) fail('checksum differs')
  return i
}

function fail (why) { throw new Error(why) }

function expect (what, wanted, got) {
  if (wanted !== got) fail(`${what}: expected ${wanted}, got ${got}`)
}

// Waits for something the broker does in its own time.
async function until (what, condition, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const result = await condition()
    if (result) return result
    if (Date.now() > end) fail(`${what}: still not so after ${seconds} s`)
    await delay(100)
  }
}

// Counts what was read: everything right, once, without gaps in a partition's offsets.
class Checker {
  constructor (option) {
    this.count = Number(option.count)
    this.headers = option.headers !== '0'
    this.timestamps = option.timestamps !== '0'
    this.records = this.bad = this.gaps = 0
    this.seen = new Set()
    this.next = new Map()
    this.finished = new Promise(resolve => { this.resolve = resolve })
    this.#watch()
  }

  see (partition, offset, key, value, header, timestamp) {
    this.#watch()
    this.records++
    if ((this.next.get(partition) ?? 0) !== offset) this.gaps++
    this.next.set(partition, offset + 1)
    try {
      const i = recordNumber(key, value)
      if (this.headers) {
        if (header('index')?.toString() !== String(i)) fail('header index differs')
        if (!header('bytes')?.equals(BYTES)) fail('header bytes differs')
        if (header('empty')?.length !== 0) fail('header empty differs')
      }
      if (this.timestamps && timestamp !== BASE_TIMESTAMP + i) fail(`timestamp ${timestamp}`)
      if (i >= this.count) fail('a record nobody wrote')
      this.seen.add(i)
    } catch (error) {
      this.bad++
      console.error(`partition ${partition} offset ${offset}: ${error.message}`)
    }
    if (this.records >= this.count) this.resolve()
  }

  finish () {
    clearTimeout(this.timer)
    console.log(`records=${this.records} distinct=${this.seen.size} bad=${this.bad} gaps=${this.gaps}`)
    if (this.records !== this.count || this.seen.size !== this.count || this.bad || this.gaps) process.exitCode = 1
  }

  #watch () {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.resolve(), SILENCE_LIMIT_MS)
  }
}

async function run (commands) {
  const option = Object.fromEntries(process.argv.slice(3).map(text => {
    const at = text.indexOf('=')
    return [text.slice(0, at), text.slice(at + 1)]
  }))
  try {
    await commands[process.argv[2]](option)
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
}

const terminated = () => new Promise(resolve => process.once('SIGTERM', resolve))

module.exports = {
  BASE_TIMESTAMP, BYTES, Checker, expect, fail, makeKey, makeValue, recordNumber, run, terminated, until
}
