// All topics, with the group that is furthest behind in each.

import { createTopic } from '../actions.js';
import { get } from '../api.js';
import { bytes, count, rate } from '../format.js';
import { t } from '../language.js';
import { button, chip, heading, link, nameIn } from '../parts.js';
import { listQuery, pagerOf, searchOf, sortOf, table } from '../table.js';

const LAGS_MAX = 1000;

export async function topics() {
  const query = listQuery('name');
  const [page, lags] = await Promise.all([
    get('/topics', query), get('/lags', { sort: 'lag', descending: true, pageSize: LAGS_MAX }),
  ]);
  return [
    heading(t('nav.topics'), button(t('topic.create'), createTopic)),
    searchOf(t('topics.search'), query),
    table({
      caption: t('nav.topics'), rows: page.items, sort: sortOf(query), key: r => `${r.namespace} ${r.name}`,
      empty: query.filter ? t('empty.filter') : t('empty.topics'),
      columns: [
        {
          label: t('name'), sort: 'name', cell: r => [
            nameIn(r.namespace, r.name, ['topics', r.namespace, r.name]), r.kind === 'queue' && chip(t('kind.queue')),
          ],
        },
        { label: t('records'), sort: 'records', end: true, cell: r => count(r.records) },
        { label: t('partitions'), sort: 'partitions', end: true, cell: r => count(r.partitions) },
        { label: t('rate.publish'), sort: 'publish', end: true, cell: r => rate(r.rates.publish) },
        { label: t('size'), sort: 'bytes', end: true, cell: r => bytes(r.bytes) },
        { label: t('durability'), cell: r => r.durability },
        { label: t('lag'), end: true, title: t('lag.title'), cell: r => lagsOf(r, lags.items) },
      ],
    }),
    pagerOf(page),
  ];
}

/** The three groups that are furthest behind; groups are in the default namespace. */
function lagsOf(topic, lags) {
  if (topic.namespace !== '/') return '';
  const mine = lags.filter(l => l.topic === topic.name).slice(0, 3);
  return mine.length === 0 ? '' : mine.map((l, i) =>
    [i > 0 && ', ', link(['groups', l.group], l.group), ` ${count(l.lag)}`]);
}
