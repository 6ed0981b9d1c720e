// Consumer groups: how far behind they are, and one of them with its reset.

import { deleteGroup, resetGroup } from '../actions.js';
import { get, path } from '../api.js';
import { h } from '../dom.js';
import { count, state, time } from '../format.js';
import { t } from '../language.js';
import { button, chip, heading, link, section, tiles } from '../parts.js';
import { listQuery, pagerOf, searchOf, sortOf, table } from '../table.js';

export async function groups() {
  const query = listQuery('lag', true);
  const page = await get('/groups', query);
  return [
    heading(t('nav.groups')),
    searchOf(t('groups.search'), query),
    table({
      caption: t('nav.groups'), rows: page.items, sort: sortOf(query), key: g => g.name,
      empty: query.filter ? t('empty.filter') : t('empty.groups'),
      columns: [
        { label: t('group'), sort: 'name', cell: g => link(['groups', g.name], g.name) },
        { label: t('state'), sort: 'state', cell: g => chip(state(g.state), g.state === 'stable' ? 'good' : '') },
        { label: t('members'), sort: 'members', end: true, cell: g => count(g.members) },
        { label: t('lag'), sort: 'lag', end: true, cell: g => count(g.lag) },
      ],
    }),
    pagerOf(page),
  ];
}

export async function group(name) {
  const { group: it, members, offsets } = await get(path('groups', name));
  const topics = [...new Set(offsets.map(o => o.topic))];
  return [
    heading(name,
      button(t('reset'), () => resetGroup(name, topics)),
      button(t('delete'), () => deleteGroup(name), 'danger')),
    it.members > 0 && h('p', { class: 'hint' }, t('group.hint')),
    tiles(
      { label: t('lag'), value: count(it.lag) },
      { label: t('members'), value: count(it.members) },
      { label: t('state'), value: state(it.state) }),
    section(t('offsets'), offsetTable(offsets)),
    section(t('members'), memberTable(members)),
  ];
}

function offsetTable(offsets) {
  return table({
    caption: t('offsets'), rows: offsets, empty: t('empty.offsets'), key: o => `${o.topic} ${o.partition}`,
    columns: [
      { label: t('topic'), cell: o => link(['topics', '/', o.topic], o.topic) },
      { label: t('partition'), end: true, cell: o => o.partition },
      { label: t('offset'), end: true, cell: o => count(o.offset) },
      { label: t('offset.end'), end: true, cell: o => count(o.endOffset) },
      { label: t('lag'), end: true, cell: o => count(o.lag) },
      { label: t('committed'), tight: true, cell: o => time(o.committedMs) },
    ],
  });
}

function memberTable(members) {
  return table({
    caption: t('members'), rows: members, empty: t('empty.members'), key: m => m.memberId,
    columns: [
      { label: t('member'), cell: m => m.memberId },
      { label: t('client'), cell: m => m.clientId },
      { label: t('host'), cell: m => m.host },
      { label: t('instance'), cell: m => m.instanceId },
    ],
  });
}
