// The message browser: looks at messages where they lie, without taking them. A search goes through a bounded part
// of the log at a time and is continued by hand.

import { get, path } from '../api.js';
import { fieldOf, sentenceOf } from '../dialog.js';
import { h } from '../dom.js';
import { bytes, count, time } from '../format.js';
import { t } from '../language.js';
import { chip, facts, heading, link, section } from '../parts.js';
import { bytesOf, hexOf, jsonOf } from '../payload.js';
import { go, here, to } from '../router.js';
import { table } from '../table.js';
import { argumentsOf } from './queue.js';

const LIMIT = 50;
const AROUND = 10;
const PREVIEW = 160;
const PREVIEW_BYTES = 512;
const STARTS = ['last', 'first', 'offset', 'time'];
const STATES = ['', 'ready', 'inFlight', 'settled'];
const CRITERIA = ['key', 'messageId', 'header', 'contains'];

export async function messages(ns, name) {
  if (ns === undefined) return chooser();
  const { query } = here();
  const { topic } = await get(path('topics', ns, name));
  const results = h('div', { id: 'results', 'aria-live': 'polite' });
  const found = { items: [], scanned: 0 };
  const first = firstOf(query);
  await scan(ns, name, query, first, found, results);
  return [
    heading(t('messages.of', { name }),
      h('a', { class: 'button', href: to(['publish'], { ns, topic: name }) }, t('publish')),
      link(['messages', ns, name, 'trace'], t('trace.recent')),
      topic.kind === 'queue' ? link(['queues', ns, name], t('queue')) : link(['topics', ns, name], t('topic'))),
    searchForm(ns, name, topic, query),
    results,
  ];
}

async function chooser() {
  const page = await get('/topics', { pageSize: 1000 });
  const options = page.items.map(it => [`${it.namespace} ${it.name}`, it.namespace === '/' ? it.name
    : `${it.name} (${it.namespace})`]);
  if (options.length === 0) return [heading(t('nav.messages')), h('p', { class: 'empty' }, t('empty.topics'))];
  const submit = event => {
    event.preventDefault();
    const [ns, name] = new FormData(event.target).get('topic').split(/ (.*)/);
    go(['messages', ns, name], { start: 'last' });
  };
  return [
    heading(t('nav.messages'), h('a', { class: 'button', href: to(['publish']) }, t('publish'))),
    h('p', { class: 'hint' }, t('messages.hint')),
    h('form', { class: 'fields', on: { submit } },
      fieldOf({ name: 'topic', label: t('messages.where'), options }, 'choose'),
      h('div', { class: 'actions' }, h('button', { type: 'submit', class: 'primary' }, t('messages.look')))),
  ];
}

function searchForm(ns, name, topic, query) {
  const value = key => query.get(key) ?? '';
  const submit = event => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    const target = to(['messages', ns, name], { ...values, again: Number(value('again')) + 1 });
    history.replaceState(null, '', target);
    window.dispatchEvent(new Event('weir:changed'));
  };
  return h('form', { class: 'fields', role: 'search', on: { submit } },
    topic.partitions > 1 && fieldOf({
      name: 'partition', label: t('partition'), value: value('partition') || '0',
      options: Array.from({ length: topic.partitions }, (_, i) => [String(i), String(i)]),
    }, 'search'),
    fieldOf({
      name: 'start', label: t('search.start'), value: value('start') || 'last',
      options: STARTS.map(s => [s, t(`search.start.${s}`, { count: LIMIT })]),
    }, 'search'),
    fieldOf({ name: 'offset', label: t('offset'), type: 'number', min: 0, value: value('offset') }, 'search'),
    fieldOf({ name: 'time', label: t('time'), type: 'datetime-local', value: value('time') }, 'search'),
    fieldOf({ name: 'contains', label: t('search.contains'), value: value('contains') }, 'search'),
    fieldOf({ name: 'key', label: t('search.key'), value: value('key') }, 'search'),
    fieldOf({ name: 'messageId', label: t('search.id'), value: value('messageId') }, 'search'),
    fieldOf({ name: 'header', label: t('search.header'), value: value('header') }, 'search'),
    topic.kind === 'queue' && fieldOf({
      name: 'state', label: t('state'), value: value('state'),
      options: STATES.map(s => [s, t(`message.state.${s || 'any'}`)]),
    }, 'search'),
    h('div', { class: 'actions' }, h('button', { type: 'submit', class: 'primary' }, t('search'))));
}

/** Where to begin. A search for something goes through all there is unless it is told otherwise. */
function firstOf(query) {
  const isSearch = CRITERIA.some(name => query.get(name)) || query.get('state');
  switch (query.get('start') ?? 'last') {
    case 'offset': return { from: query.get('offset') || 0 };
    case 'time': return { fromTime: Date.parse(query.get('time')) || 0 };
    case 'first': return {};
    default: return isSearch ? {} : { last: LIMIT };
  }
}

async function scan(ns, name, query, from, found, results) {
  const criteria = Object.fromEntries([...CRITERIA, 'state', 'partition'].map(key => [key, query.get(key)]));
  const page = await get(path('topics', ns, name) + '/messages', {
    ...criteria, ...from, limit: LIMIT, valueBytesMax: PREVIEW_BYTES,
  });
  found.items.push(...page.items);
  found.scanned += page.scannedRecords;
  const goOn = async event => {
    event.target.disabled = true;
    try {
      await scan(ns, name, query, { from: page.nextOffset }, found, results);
    } catch (problem) {
      results.append(h('p', { class: 'error', role: 'alert' }, sentenceOf(problem)));
    }
  };
  results.replaceChildren(
    messageTable(ns, name, found.items),
    h('p', { class: 'pager' },
      t('search.scanned', { found: count(found.items.length), scanned: count(found.scanned) }), ' ',
      page.isComplete ? t('search.complete') : [
        t('search.until', { offset: count(page.nextOffset), end: count(page.endOffset) }), ' ',
        h('button', { type: 'button', on: { click: goOn } }, t('search.more')),
      ]));
}

function messageTable(ns, name, rows) {
  return table({
    caption: t('nav.messages'), rows, empty: t('empty.messages'), key: m => m.offset,
    columns: [
      {
        label: t('offset'),
        cell: m => link(['messages', ns, name, String(m.partition), String(m.offset)], count(m.offset)),
      },
      { label: t('time'), tight: true, cell: m => time(m.timestampMs) },
      { label: t('key'), cell: m => m.key && h('span', { class: 'clip' }, m.key) },
      { label: t('value'), cell: m => h('span', { class: 'clip wide mono' }, previewOf(m)) },
      { label: t('size'), end: true, cell: m => bytes(m.valueBytes) },
      { label: t('protocol'), tight: true, cell: m => m.protocol },
      rows.some(m => m.state) && {
        label: t('state'), cell: m => m.state && chip(t(`message.state.${m.state}`), m.state === 'ready' ? 'good' : ''),
      },
    ].filter(Boolean),
  });
}

function previewOf(message) {
  if (message.value === null) return t('null');
  if (message.valueEncoding !== 'text') return t('binary');
  return message.value.slice(0, PREVIEW);
}

export async function message(ns, name, partition, offset) {
  const it = await get(path('topics', ns, name, 'messages', partition, offset));
  return [
    heading(t('message.title', { offset: count(it.offset) }),
      h('a', { class: 'button primary', href: to(['messages', ns, name, partition, offset, 'trace']) },
        t('trace.follow')),
      link(['messages', ns, name], t('message.near'), {
        partition, start: 'offset', offset: Math.max(0, it.offset - AROUND),
      }),
      h('a', { class: 'button', href: to(['publish'], { ns, topic: name, copy: `${partition}/${offset}` }) },
        t('message.copy'))),
    facts([
      [t('topic'), link(['topics', ns, name], name)],
      [t('partition'), it.partition],
      [t('offset'), count(it.offset)],
      [t('time'), time(it.timestampMs)],
      [t('protocol'), it.protocol],
      it.exchange !== null && [t('exchange'), it.exchange === '' ? t('default.exchange') : it.exchange],
      [t('key'), it.key],
      [t('size'), bytes(it.valueBytes)],
      it.state && [t('state'), t(`message.state.${it.state}`)],
    ]),
    section(t('value'), valueOf(it)),
    it.properties && Object.keys(it.properties).length > 0
      && section(t('properties'), argumentsOf(it.properties)),
    section(t('headers'), table({
      caption: t('headers'), rows: it.headers, empty: t('empty.headers'),
      columns: [
        { label: t('name'), cell: header => h('code', {}, header.name) },
        { label: t('value'), cell: header => h('span', { class: 'mono' }, header.value ?? t('null')) },
      ],
    })),
  ];
}

/** The forms that the value has, one shown at a time. */
function valueOf(it) {
  if (it.value === null) return h('p', { class: 'empty' }, t('null.long'));
  const json = jsonOf(it);
  const forms = [
    json !== null && ['JSON', json],
    it.valueEncoding === 'text' && [t('form.text'), it.value],
    [t('form.hex'), hexOf(bytesOf(it))],
  ].filter(Boolean);
  const shown = h('pre', { id: 'value', tabindex: 0, 'aria-label': t('value') }, forms[0][1]);
  const buttons = forms.map(([label, text], i) => h('button', {
    type: 'button', 'aria-pressed': String(i === 0), 'aria-controls': 'value',
    on: {
      click: event => {
        shown.textContent = text;
        for (const other of buttons) other.setAttribute('aria-pressed', String(other === event.currentTarget));
      },
    },
  }, label));
  return [h('div', { class: 'forms', role: 'group', 'aria-label': t('form') }, buttons), shown];
}
