// Who may log in, and what each may do where. Passwords go in and never come back.

import { createUser, deleteUser, editPermission, editUser, forbid } from '../actions.js';
import { get } from '../api.js';
import { h } from '../dom.js';
import { t } from '../language.js';
import { button, chip, heading } from '../parts.js';
import { listQuery, pagerOf, searchOf, sortOf, table } from '../table.js';

export async function users() {
  const query = listQuery('name');
  const [page, everybody] = await Promise.all([get('/users', query), get('/users', { pageSize: 1 })]);
  const isOpen = everybody.total === 0;
  return [
    heading(t('nav.users'), button(t('user.create'), () => createUser(isOpen))),
    h('p', { class: isOpen ? 'notice-inline' : 'hint' }, t(isOpen ? 'users.open' : 'users.hint')),
    searchOf(t('users.search'), query),
    table({
      caption: t('nav.users'), rows: page.items, sort: sortOf(query), key: u => u.name,
      empty: query.filter ? t('empty.filter') : t('empty.users'),
      columns: [
        {
          label: t('name'), sort: 'name',
          cell: u => [u.name, ' ', !u.hasPassword && chip(t('user.nopassword'), 'warn')],
        },
        { label: t('user.tags'), cell: u => (u.tags.length === 0 ? null : h('span', {}, u.tags.map(tag => chip(tag)))) },
        { label: t('user.permissions'), cell: permissionsOf },
        {
          label: t('actions'),
          cell: u => h('span', { class: 'actions' }, button(t('edit'), () => editUser(u)),
            button(t('user.permit'), () => editPermission(u, null)),
            button(t('delete'), () => deleteUser(u), 'danger')),
        },
      ],
    }),
    pagerOf(page),
  ];
}

function permissionsOf(user) {
  const entries = Object.entries(user.permissions);
  if (entries.length === 0) return t('user.permissions.none');
  return h('div', {}, entries.map(([ns, may]) => h('div', { class: 'permission', 'data-key': ns },
    h('span', {}, chip(ns)),
    ['configure', 'write', 'read'].map(word => h('span', {}, t(`user.${word}`), ' ', h('code', {}, may[word] || '–'))),
    h('span', { class: 'actions' },
      button(t('edit'), () => editPermission(user, ns)),
      button(t('user.forbid'), () => forbid(user, ns), 'danger')))));
}
