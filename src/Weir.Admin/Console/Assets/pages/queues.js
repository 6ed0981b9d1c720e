// All queues, and the table of queues that other pages show as well.

import { get } from '../api.js';
import { count, bytes, duration, rate } from '../format.js';
import { t } from '../language.js';
import { button, chip, heading, nameIn } from '../parts.js';
import { listQuery, pagerOf, searchOf, sortOf, table } from '../table.js';
import { createQueue } from '../actions.js';

export async function queues() {
  const query = listQuery('ready', true);
  const page = await get('/queues', query);
  const empty = query.filter ? t('empty.filter') : t('empty.queues');
  return [
    heading(t('nav.queues'), button(t('queue.create'), createQueue)),
    searchOf(t('queues.search'), query),
    queueTable(page.items, empty, sortOf(query)),
    pagerOf(page),
  ];
}

export function queueTable(rows, empty, sort) {
  return table({
    caption: t('nav.queues'), rows, empty, sort, key: q => `${q.namespace} ${q.name}`,
    columns: [
      {
        label: t('name'), sort: 'name',
        cell: q => [nameIn(q.namespace, q.name, ['queues', q.namespace, q.name]), flags(q)],
      },
      { label: t('ready'), sort: 'ready', end: true, cell: q => count(q.ready) },
      { label: t('inflight'), sort: 'inFlight', end: true, cell: q => count(q.inFlight) },
      { label: t('consumers'), sort: 'consumers', end: true, cell: q => count(q.consumers) },
      { label: t('rate.publish'), sort: 'publish', end: true, cell: q => rate(q.rates.publish) },
      { label: t('rate.deliver'), sort: 'deliver', end: true, cell: q => rate(q.rates.deliver) },
      { label: t('rate.settle'), sort: 'settle', end: true, cell: q => rate(q.rates.settle) },
      { label: t('oldest'), end: true, title: t('oldest.title'), cell: q => duration(q.oldestMessageAgeMs) },
      { label: t('size'), sort: 'bytes', end: true, cell: q => bytes(q.bytes) },
    ],
  });
}

export function flags(queue) {
  return [
    queue.isPaused && chip(t('queue.paused'), 'warn'),
    queue.kind === 'stream' && chip(t('kind.stream')),
    !queue.isDurable && chip(t('transient')),
    queue.isExclusive && chip(t('exclusive')),
    queue.isAutoDelete && chip(t('autodelete')),
    queue.policy && chip(t('policy.is', { name: queue.policy })),
  ];
}
