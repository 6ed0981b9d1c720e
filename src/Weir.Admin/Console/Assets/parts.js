// Parts that several pages are made of.

import { h } from './dom.js';
import { count, time } from './format.js';
import { language, t, tOr } from './language.js';
import { to } from './router.js';

const DEFAULT_NAMESPACE = '/';

/** The heading of a page, with its actions on the right. */
export function heading(title, ...actions) {
  return h('div', { class: 'heading' }, h('h1', {}, title), h('div', { class: 'actions' }, actions));
}

export function button(label, click, kind) {
  return h('button', { type: 'button', class: kind, on: { click } }, label);
}

export const link = (segments, label, query) => h('a', { href: to(segments, query) }, label);

/** A name; its namespace is said only when it is not the usual one. */
export function nameIn(ns, name, segments, query) {
  return [
    link(segments, name === '' ? t('default.exchange') : name, query),
    ns !== DEFAULT_NAMESPACE && h('span', { class: 'chip', title: t('namespace') }, ns),
  ];
}

export const chip = (text, tone) => h('span', { class: `chip ${tone ?? ''}` }, text);

export function tiles(...list) {
  return h('dl', { class: 'tiles' }, list.filter(Boolean).map(({ label, value, note, share, href }) =>
    h('div', {},
      h('dt', {}, href ? h('a', { href }, label) : label),
      h('dd', {}, value),
      share !== undefined && meter(label, share),
      note && h('dd', { class: 'note' }, note))));
}

function meter(label, share) {
  return h('meter', { min: 0, max: 1, low: 0.7, high: 0.9, optimum: 0, value: share.toFixed(3), 'aria-label': label });
}

export function section(title, ...content) {
  return h('section', {}, h('h2', {}, title), content);
}

/** Pairs of a word and its value. */
export function facts(pairs) {
  return h('dl', { class: 'facts' }, pairs.filter(Boolean).map(([name, value]) =>
    h('div', {}, h('dt', {}, name), h('dd', {}, value === '' || value === null || value === undefined ? '–' : value))));
}

export function alarmList(alarms, nowMs) {
  return h('ul', { class: 'alarms' }, alarms.map(alarm => alarmOf(alarm, nowMs)));
}

function alarmOf(alarm, nowMs) {
  return h('li', { 'data-key': `${alarm.kind} ${alarm.namespace} ${alarm.subject}` },
    h('strong', {}, tOr(`alarm.${alarm.kind}`, alarm.kind)),
    alarm.subject && [' ', link(['queues', alarm.namespace, alarm.subject], alarm.subject)],
    h('p', { lang: language === 'en' ? null : 'en' }, `${alarm.cause}.`),
    h('p', { class: 'remedy' }, h('span', {}, t('alarm.remedy')), ' ', tOr(`alarm.${alarm.kind}.remedy`, alarm.remedy)),
    h('small', {}, t('since', { time: time(Math.min(alarm.sinceMs, nowMs)) })));
}

/** The page tells itself that something was changed. */
export const changed = () => window.dispatchEvent(new Event('weir:changed'));

export const settingValue = value => (/^\d{5,}$/.test(value) ? count(BigInt(value)) : value);
