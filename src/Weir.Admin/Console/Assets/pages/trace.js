// What happened to one message, as a time line over every log that it went through, and what happened lately to the
// messages of a topic or queue.

import { get, path } from '../api.js';
import { h } from '../dom.js';
import { count, duration, time } from '../format.js';
import { t } from '../language.js';
import { chip, heading, link, section } from '../parts.js';
import { table } from '../table.js';

const LIMIT = 100;
const TONES = {
  published: 'good', due: 'good', acknowledged: 'good', settledWhenSent: 'good', released: 'warn', rejected: 'bad',
  died: 'bad', deadLettered: 'warn', redriven: 'good', movedAway: 'warn', purged: 'bad', parked: 'warn',
};

export async function trace(ns, name, partition, offset) {
  const it = await get(path('topics', ns, name, 'messages', partition, offset, 'trace'));
  return [
    heading(t('trace.of', { offset: count(it.offset), name }),
      link(['messages', ns, name, partition, offset], t('trace.message')),
      link(['messages', ns, name, 'trace'], t('trace.recent'))),
    !it.isTraced && untraced(name),
    it.events.length === 0
      ? h('p', { class: 'empty' }, t('empty.trace'))
      : h('ol', { class: 'trace', 'aria-label': t('trace') },
        it.events.map((event, i) => stepOf(ns, it, event, i === 0 ? null : event.timeMs - it.events[i - 1].timeMs))),
    groupsOf(it),
    h('p', { class: 'hint' }, t('trace.kept', { time: time(it.keptSinceMs) })),
  ];
}

export async function traces(ns, name) {
  const page = await get(path('topics', ns, name) + '/messages/trace', { limit: LIMIT });
  return [
    heading(t('trace.recent.of', { name }), link(['messages', ns, name], t('messages.look'), { start: 'last' })),
    !page.isTraced && untraced(name),
    table({
      caption: t('trace.recent'), rows: page.events, empty: t('empty.trace.recent'),
      key: e => `${e.timeMs} ${e.event} ${e.partition} ${e.offset}`,
      columns: [
        { label: t('offset'), cell: e => placeOf(ns, e) },
        { label: t('time'), tight: true, cell: e => time(e.timeMs) },
        { label: t('trace.event'), tight: true, cell: e => chip(t(`trace.event.${e.event}`), TONES[e.event]) },
        { label: t('trace.details'), cell: e => h('div', {}, detailsOf(ns, e).map(line => h('div', {}, line))) },
      ],
    }),
    h('p', { class: 'hint' }, t('trace.kept', { time: time(page.keptSinceMs) })),
  ];
}

const untraced = name => h('p', { class: 'notice-inline' }, t('trace.off', { name }));

function stepOf(ns, it, event, sinceMs) {
  const isElsewhere = event.topic !== it.topic || event.partition !== it.partition || event.offset !== it.offset;
  return h('li', { class: TONES[event.event], 'data-event': event.event },
    h('div', { class: 'trace-head' },
      h('strong', {}, t(`trace.event.${event.event}`)),
      isElsewhere && event.offset !== null && h('span', {}, placeOf(ns, event)),
      h('time', {}, time(event.timeMs), sinceMs !== null && h('small', {}, ` +${duration(sinceMs)}`))),
    detailsOf(ns, event).map(line => h('p', {}, line)));
}

/** Where it was, as a link to its trace. */
function placeOf(ns, event) {
  if (event.offset === null) return t('trace.waiting');
  const last = event.offset + event.count - 1;
  const label = t('trace.place', {
    name: event.topic, offset: event.count > 1 ? `${count(event.offset)}–${count(last)}` : count(event.offset),
  });
  return link(['messages', ns, event.topic, String(event.partition), String(event.offset), 'trace'], label);
}

function detailsOf(ns, event) {
  const { client, deliveries } = event;
  return [
    event.exchange !== null && routeOf(event),
    event.reason !== null && t(`trace.reason.${event.reason}`),
    event.deliveries !== null && t(event.event === 'released' ? 'trace.returns' : 'trace.deliveries', {
      count: count(deliveries),
    }),
    event.consumer !== null && t('trace.consumer', { name: event.consumer }),
    event.group !== null && t('trace.group', { name: event.group }),
    event.dueMs !== null && t('trace.due', { time: time(event.dueMs) }),
    client && t(event.event === 'delivered' ? 'trace.client.to' : 'trace.client', {
      name: [client.user, client.clientId, client.protocol, client.peer].filter(Boolean).join(' · '),
    }),
    event.from && [t('trace.from'), ' ', placeOf(ns, { ...event.from, count: 1 })],
  ].filter(Boolean);
}

function routeOf(event) {
  const more = event.routedToCount - event.routedTo.length;
  return t(event.routedToCount === 0 ? 'trace.routed.nowhere' : 'trace.routed', {
    exchange: event.exchange === '' ? t('default.exchange') : event.exchange,
    key: event.routingKey,
    queues: event.routedTo.join(', ') + (more > 0 ? ` … (+${count(more)})` : ''),
  });
}

function groupsOf(it) {
  if (it.groups.length === 0) return null;
  return section(t('trace.groups'), h('p', { class: 'hint' }, t('trace.groups.hint')), table({
    caption: t('trace.groups'), rows: it.groups, key: g => g.group,
    columns: [
      { label: t('group'), cell: g => link(['groups', g.group], g.group) },
      { label: t('committed'), end: true, cell: g => count(g.position) },
      {
        label: t('state'),
        cell: g => chip(t(g.isPast ? 'trace.groups.past' : 'trace.groups.before'), g.isPast ? 'good' : 'warn'),
      },
    ],
  }));
}
