// Exchanges and bindings, as a picture and as lists of the same.

import { get } from '../api.js';
import { h } from '../dom.js';
import { count } from '../format.js';
import { EDGES_MAX, graph } from '../graph.js';
import { t } from '../language.js';
import { chip, heading, link, nameIn, section } from '../parts.js';
import { to } from '../router.js';
import { listQuery, pagerOf, searchOf, sortOf, table } from '../table.js';
import { argumentsOf } from './queue.js';

export async function exchanges() {
  const query = listQuery('name');
  const [page, all, bound] = await Promise.all([
    get('/exchanges', query), get('/exchanges', { pageSize: 1000 }),
    get('/bindings', { filter: query.filter, pageSize: EDGES_MAX }),
  ]);
  const drawn = all.items.filter(e => bound.items.some(b => b.source === e.name && b.namespace === e.namespace));
  return [
    heading(t('nav.exchanges'), h('a', { class: 'button', href: to(['publish'], { exchange: '' }) }, t('publish'))),
    searchOf(t('exchanges.search'), query),
    section(t('graph'), bound.items.length === 0 ? h('p', { class: 'empty' }, t('empty.bindings')) : [
      bound.total > EDGES_MAX && h('p', { class: 'hint' }, t('graph.part', { count: EDGES_MAX, total: bound.total })),
      graph(drawn, bound.items),
    ]),
    section(t('nav.exchanges'), exchangeTable(page.items, sortOf(query)), pagerOf(page)),
    section(t('bindings'), bindingTable(bound.items, t('empty.bindings'))),
  ];
}

function exchangeTable(rows, sort) {
  return table({
    caption: t('nav.exchanges'), rows, sort, empty: t('empty.filter'), key: e => `${e.namespace} ${e.name}`,
    columns: [
      {
        label: t('name'), sort: 'name',
        cell: e => [nameIn(e.namespace, e.name, ['exchanges'], { filter: e.name }),
          !e.isDurable && chip(t('transient')), e.isInternal && chip(t('internal')), e.isAutoDelete && chip(t('autodelete'))],
      },
      { label: t('type'), sort: 'type', cell: e => e.type },
      { label: t('bindings'), sort: 'bindings', end: true, cell: e => count(e.bindings) },
      { label: t('alternate'), cell: e => e.alternateExchange ?? '' },
      { label: t('policy'), cell: e => e.policy ?? '' },
      { label: t('arguments'), cell: e => argumentsOf(e.arguments) },
      {
        label: t('publish'),
        cell: e => (e.isInternal ? '' : link(['publish'], t('publish'), { ns: e.namespace, exchange: e.name })),
      },
    ],
  });
}

export function bindingTable(rows, empty) {
  return table({
    caption: t('bindings'), rows, empty,
    key: b => `${b.namespace} ${b.source} ${b.destinationKind} ${b.destination} ${b.propertiesKey}`,
    columns: [
      { label: t('exchange'), cell: b => nameIn(b.namespace, b.source, ['exchanges'], { filter: b.source }) },
      { label: t('binding.key'), cell: b => (b.routingKey === '' ? '' : h('code', {}, b.routingKey)) },
      { label: t('arguments'), cell: b => argumentsOf(b.arguments) },
      {
        label: t('binding.to'),
        cell: b => [chip(t(b.destinationKind)), ' ', b.destinationKind === 'queue'
          ? link(['queues', b.namespace, b.destination], b.destination) : b.destination],
      },
    ],
  });
}
