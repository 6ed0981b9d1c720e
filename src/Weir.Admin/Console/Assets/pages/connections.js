// Connections with what they wait for; one of them with its channels.

import { closeConnection } from '../actions.js';
import { get, path } from '../api.js';
import { bytes, count, duration, state } from '../format.js';
import { t } from '../language.js';
import { button, chip, facts, heading, link, section, tiles } from '../parts.js';
import { listQuery, pagerOf, searchOf, sortOf, table } from '../table.js';

export async function connections() {
  const query = listQuery('id');
  const [page, now] = await Promise.all([get('/connections', query), get('/overview')]);
  return [
    heading(t('nav.connections')),
    searchOf(t('connections.search'), query),
    table({
      caption: t('nav.connections'), rows: page.items, sort: sortOf(query), key: c => c.id,
      empty: query.filter ? t('empty.filter') : t('empty.connections'),
      columns: [
        { label: t('client'), sort: 'client', cell: c => link(['connections', String(c.id)], c.clientId || c.peer) },
        { label: t('peer'), sort: 'peer', cell: c => c.peer },
        { label: t('protocol'), tight: true, cell: c => c.protocol },
        { label: t('waits'), cell: waitOf },
        { label: t('channels'), end: true, cell: c => count(c.channels) },
        { label: t('published'), sort: 'published', end: true, cell: c => count(c.published) },
        { label: t('delivered'), sort: 'delivered', end: true, cell: c => count(c.delivered) },
        { label: t('received'), sort: 'received', end: true, cell: c => bytes(c.bytesReceived) },
        { label: t('sent'), sort: 'sent', end: true, cell: c => bytes(c.bytesSent) },
        { label: t('age'), sort: 'id', end: true, cell: c => duration(now.nowMs - c.connectedMs) },
      ],
    }),
    pagerOf(page),
  ];
}

export async function connection(id) {
  const [it, channels, consumers, now] = await Promise.all([
    get(path('connections', id)), get(path('connections', id) + '/channels'), get('/consumers', { pageSize: 1000 }),
    get('/overview'),
  ]);
  return [
    heading(it.clientId || it.peer, button(t('close'), () => closeConnection(it), 'danger')),
    tiles(
      { label: t('waits'), value: waitOf(it) },
      { label: t('published'), value: count(it.published), note: bytes(it.bytesReceived) },
      { label: t('delivered'), value: count(it.delivered), note: bytes(it.bytesSent) },
      { label: t('age'), value: duration(now.nowMs - it.connectedMs) }),
    facts([
      [t('protocol'), it.protocol], [t('peer'), it.peer], [t('user'), it.user], [t('client'), it.clientId],
      [t('product'), it.product], [t('namespace'), it.namespace], [t('state'), state(it.state)],
    ]),
    section(t('channels'), channelTable(channels)),
    section(t('consumers'), consumerTable(consumers.items.filter(c => c.connection === it.id))),
  ];
}

const waitOf = c => chip(t(`waits.${c.waitsFor}`), c.waitsFor === 'room' ? 'warn' : '');

function channelTable(channels) {
  return table({
    caption: t('channels'), rows: channels, empty: t('empty.channels'), key: c => c.number,
    columns: [
      { label: t('channel'), cell: c => String(c.number) },
      { label: t('mode'), cell: c => c.mode },
      { label: t('prefetch'), end: true, cell: c => (c.prefetch === 0 ? t('unlimited') : count(c.prefetch)) },
      { label: t('unsettled'), end: true, cell: c => count(c.unsettled) },
      { label: t('consumers'), end: true, cell: c => count(c.consumers) },
    ],
  });
}

function consumerTable(consumers) {
  return table({
    caption: t('consumers'), rows: consumers, empty: t('empty.consumers.connection'), key: c => `${c.queue} ${c.tag}`,
    columns: [
      { label: t('consumer.tag'), cell: c => c.tag },
      { label: t('queue'), cell: c => link(['queues', c.namespace, c.queue], c.queue) },
      { label: t('channel'), end: true, cell: c => c.channel },
      { label: t('unsettled'), end: true, cell: c => count(c.unsettled) },
    ],
  });
}
