// One topic: its partitions, who reads it and how far behind, its settings.

import { deleteTopic } from '../actions.js';
import { get, path } from '../api.js';
import { h } from '../dom.js';
import { bytes, count, rate, state, yes } from '../format.js';
import { t } from '../language.js';
import { button, chip, heading, link, section, settingValue, tiles } from '../parts.js';
import { to } from '../router.js';
import { table } from '../table.js';
import { bindingTable } from './exchanges.js';

export async function topic(ns, name) {
  const [detail, lags] = await Promise.all([
    get(path('topics', ns, name)), get('/lags', { topic: name, sort: 'lag', descending: true }),
  ]);
  const { topic: it } = detail;
  return [
    heading(name,
      h('a', { class: 'button primary', href: to(['messages', ns, name], { start: 'last' }) }, t('messages.look')),
      h('a', { class: 'button', href: to(['publish'], { ns, topic: name }) }, t('publish')),
      button(t('delete'), () => deleteTopic(it), 'danger')),
    it.kind === 'queue' && h('p', { class: 'status' }, chip(t('kind.queue')), ' ',
      link(['queues', ns, name], t('topic.queue'))),
    tiles(
      { label: t('records'), value: count(it.records) },
      { label: t('partitions'), value: count(it.partitions) },
      { label: t('rate.publish'), value: rate(it.rates.publish) },
      { label: t('size'), value: bytes(it.bytes) },
      { label: t('durability'), value: it.durability }),
    section(t('nav.groups'), lagTable(ns === '/' ? lags.items : [])),
    section(t('partitions'), partitionTable(ns, name, detail.partitions)),
    section(t('settings'), settingTable(detail.settings)),
    section(t('bindings'), bindingTable(detail.bindings, t('empty.bindings.topic'))),
  ];
}

function lagTable(lags) {
  return table({
    caption: t('nav.groups'), rows: lags, empty: t('empty.lags'), key: l => l.group,
    columns: [
      { label: t('group'), cell: l => link(['groups', l.group], l.group) },
      { label: t('state'), cell: l => state(l.state) },
      { label: t('partitions'), end: true, cell: l => count(l.partitions) },
      { label: t('lag'), end: true, cell: l => count(l.lag) },
    ],
  });
}

function partitionTable(ns, name, partitions) {
  return table({
    caption: t('partitions'), rows: partitions, empty: '', key: p => p.index,
    columns: [
      {
        label: t('partition'),
        cell: p => link(['messages', ns, name], String(p.index), { partition: p.index, start: 'last' }),
      },
      { label: t('offset.start'), end: true, cell: p => count(p.startOffset) },
      { label: t('offset.end'), end: true, cell: p => count(p.endOffset) },
      { label: t('size'), end: true, cell: p => bytes(p.bytes) },
      { label: t('segments'), end: true, cell: p => count(p.segments) },
      { label: t('shard'), end: true, cell: p => p.shard },
      { label: t('writable'), cell: p => (p.isWritable ? yes(true) : chip(t('damaged'), 'bad')) },
    ],
  });
}

function settingTable(settings) {
  const own = [...settings].sort((a, b) => Number(a.isDefault) - Number(b.isDefault));
  return h('details', { open: own.some(s => !s.isDefault) },
    h('summary', {}, t('settings.show', { count: settings.length, own: own.filter(s => !s.isDefault).length })),
    table({
      caption: t('settings'), rows: own, empty: '', key: s => s.name,
      columns: [
        { label: t('name'), cell: s => h('code', {}, s.name) },
        { label: t('value'), cell: s => settingValue(s.value) },
        { label: t('origin'), cell: s => (s.isDefault ? t('default') : chip(t('own'))) },
      ],
    }));
}
