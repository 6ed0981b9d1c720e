// One queue: how it does, who consumes it, what bounds it, and what can be done with it.

import { deleteQueue, pause, purge, redrive, resume } from '../actions.js';
import { get, path } from '../api.js';
import { h } from '../dom.js';
import { bytes, count, duration, rate, yes } from '../format.js';
import { t } from '../language.js';
import { button, facts, heading, link, section, tiles } from '../parts.js';
import { to } from '../router.js';
import { table } from '../table.js';
import { bindingTable } from './exchanges.js';
import { flags } from './queues.js';

export async function queue(ns, name) {
  const detail = await get(path('queues', ns, name));
  const { queue: q, limits } = detail;
  return [
    heading(name,
      h('a', { class: 'button primary', href: to(['messages', ns, name], { start: 'last' }) }, t('messages.look')),
      h('a', { class: 'button', href: to(['publish'], { ns, topic: name }) }, t('publish')),
      q.isPaused ? button(t('resume'), () => resume(q)) : button(t('pause'), () => pause(q)),
      button(t('redrive'), () => redrive(q)),
      button(t('purge'), () => purge(q), 'danger'),
      button(t('delete'), () => deleteQueue(q), 'danger')),
    h('p', { class: 'status' }, flags(q), ' ', link(['topics', ns, name], t('queue.topic'))),
    tiles(
      { label: t('ready'), value: count(q.ready), note: q.oldestMessageAgeMs === null
        ? null : t('queue.oldest', { age: duration(q.oldestMessageAgeMs) }) },
      { label: t('inflight'), value: count(q.inFlight), note: t('inflight.note') },
      { label: t('consumers'), value: count(q.consumers) },
      { label: t('rate.publish'), value: rate(q.rates.publish) },
      { label: t('rate.deliver'), value: rate(q.rates.deliver), note: t('sum', { count: count(q.delivered) }) },
      { label: t('rate.settle'), value: rate(q.rates.settle), note: t('sum', { count: count(q.settled) }) },
      { label: t('size'), value: bytes(q.bytes) }),
    section(t('consumers'), consumerTable(detail.consumers)),
    section(t('queue.dead'), deadLetters(q, limits)),
    section(t('queue.limits'), facts([
      [t('limit.ttl'), duration(limits.messageTtlMs)],
      [t('limit.expires'), duration(limits.expiresMs)],
      [t('limit.delivery'), count(limits.deliveryLimit)],
      [t('limit.single'), yes(limits.singleActiveConsumer)],
      [t('policy'), q.policy],
      [t('arguments'), argumentsOf(detail.arguments)],
    ])),
    section(t('bindings'), bindingTable(detail.bindings, t('empty.bindings.queue'))),
  ];
}

function deadLetters(q, limits) {
  const exchange = limits.deadLetterExchange;
  return [
    facts([
      [t('dead.count'), count(q.died)],
      [t('dead.released'), count(q.released)],
      [t('dead.exchange'), exchange === null ? t('dead.none') : exchange === '' ? t('default.exchange') : exchange],
      [t('dead.key'), limits.deadLetterRoutingKey],
    ]),
    h('p', { class: 'hint' }, t('dead.hint')),
  ];
}

function consumerTable(consumers) {
  return table({
    caption: t('consumers'), rows: consumers, empty: t('empty.consumers'), key: c => `${c.connection} ${c.tag}`,
    columns: [
      { label: t('consumer.tag'), cell: c => c.tag },
      {
        label: t('connection'),
        cell: c => (c.connection === null ? '' : link(['connections', String(c.connection)], c.peer)),
      },
      { label: t('unsettled'), end: true, cell: c => count(c.unsettled) },
      { label: t('prefetch'), end: true, cell: c => (c.prefetch === 0 ? t('unlimited') : count(c.prefetch)) },
      { label: t('priority'), end: true, cell: c => count(c.priority) },
      { label: t('settles'), cell: c => t(c.settlesItself ? 'settles.itself' : 'settles.sent') },
    ],
  });
}

/** Arguments as they were given, one a line. */
export function argumentsOf(values) {
  const entries = Object.entries(values ?? {});
  if (entries.length === 0) return '';
  return h('div', {}, entries.map(([name, value]) =>
    h('div', {}, h('code', {}, `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`))));
}

