// Operators' policies.

import { deletePolicy, editPolicy } from '../actions.js';
import { get } from '../api.js';
import { h } from '../dom.js';
import { t } from '../language.js';
import { button, chip, heading } from '../parts.js';
import { listQuery, pagerOf, searchOf, sortOf, table } from '../table.js';
import { argumentsOf } from './queue.js';

export async function policies() {
  const query = listQuery('name');
  const page = await get('/policies', query);
  return [
    heading(t('nav.policies'), button(t('policy.create'), () => editPolicy(null))),
    h('p', { class: 'hint' }, t('policies.hint')),
    searchOf(t('policies.search'), query),
    table({
      caption: t('nav.policies'), rows: page.items, sort: sortOf(query), key: p => `${p.namespace} ${p.name}`,
      empty: query.filter ? t('empty.filter') : t('empty.policies'),
      columns: [
        { label: t('name'), sort: 'name', cell: p => [p.name, p.namespace !== '/' && chip(p.namespace)] },
        { label: t('policy.pattern'), cell: p => h('code', {}, p.pattern) },
        { label: t('policy.applies'), cell: p => t(`policy.applies.${p.appliesTo}`) },
        { label: t('priority'), sort: 'priority', end: true, cell: p => p.priority },
        { label: t('policy.definition'), cell: p => argumentsOf(p.definition) },
        {
          label: t('actions'),
          cell: p => h('span', { class: 'actions' }, button(t('edit'), () => editPolicy(p)),
            button(t('delete'), () => deletePolicy(p), 'danger')),
        },
      ],
    }),
    pagerOf(page),
  ];
}
