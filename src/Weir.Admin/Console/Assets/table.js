// Tables with headers, sorting by the server and paging. On a narrow screen each row becomes a card, so roles are
// written out: they must not go with the display type.

import { h } from './dom.js';
import { count } from './format.js';
import { t } from './language.js';
import { here, setQuery } from './router.js';

export const PAGE_SIZE = 50;

/** Columns: { label, cell(row), end (numbers), tight (on one line), sort, title }; the first is the row's header. */
export function table({ caption, columns, rows, key, empty, sort }) {
  if (rows.length === 0) return h('p', { class: 'empty' }, empty);
  return h('table', { role: 'table', 'aria-label': caption },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, columns.map(c => headerOf(c, sort)))),
    h('tbody', { role: 'rowgroup' }, rows.map(row =>
      h('tr', { role: 'row', 'data-key': key?.(row) }, columns.map((column, i) => cellOf(column, row, i === 0))))));
}

function headerOf(column, sort) {
  const properties = { role: 'columnheader', scope: 'col', class: column.end ? 'end' : null, title: column.title };
  if (!column.sort || !sort) return h('th', properties, column.label);
  const active = sort.by === column.sort;
  const next = { sort: column.sort, desc: active ? (sort.descending ? '' : '1') : column.end ? '1' : '', page: '' };
  return h('th', { ...properties, 'aria-sort': active ? (sort.descending ? 'descending' : 'ascending') : null },
    h('button', { type: 'button', class: 'sort', on: { click: () => setQuery(next) } }, column.label,
      h('span', { 'aria-hidden': 'true' }, active ? (sort.descending ? '↓' : '↑') : '')));
}

function cellOf(column, row, isHeader) {
  const content = column.cell(row);
  return h(isHeader ? 'th' : 'td', {
    role: isHeader ? 'rowheader' : 'cell', scope: isHeader ? 'row' : null,
    class: column.end ? 'end' : column.tight ? 'tight' : null,
    'data-label': isHeader ? null : column.label,
  }, content === '' || content === null || content === undefined ? '–' : content);
}

/** What the address says of a list, as the API takes it, with the sorting to begin with. */
export function listQuery(by, descending = false) {
  const { query } = here();
  const sort = query.get('sort') ?? by;
  const isDescending = query.has('sort') ? query.get('desc') === '1' : descending;
  return {
    filter: query.get('filter') ?? '', namespace: query.get('ns') ?? '', sort, descending: isDescending,
    page: query.get('page') ?? 1, pageSize: PAGE_SIZE,
  };
}

export const sortOf = query => ({ by: query.sort, descending: query.descending });

/** The search field above a list, and how much there is below it. */
export function searchOf(label, query) {
  return h('form', { role: 'search', class: 'search', on: { submit: e => e.preventDefault() } },
    h('label', { for: 'filter', class: 'hidden' }, label),
    h('input', {
      id: 'filter', type: 'search', placeholder: label, value: query.filter, autocomplete: 'off',
      on: { input: e => setQuery({ filter: e.target.value, page: '' }) },
    }));
}

export function pagerOf(page) {
  const pages = Math.max(1, Math.ceil(page.total / page.pageSize));
  const button = (label, number, enabled) => h('button', {
    type: 'button', disabled: !enabled, on: { click: () => setQuery({ page: number }) },
  }, label);
  return h('nav', { class: 'pager', 'aria-label': t('pages') },
    h('span', {}, t('total', { count: count(page.total) })),
    pages > 1 && [
      button(t('previous'), page.page - 1, page.page > 1),
      h('span', {}, t('page.of', { page: page.page, pages })),
      button(t('next'), page.page + 1, page.page < pages),
    ]);
}
