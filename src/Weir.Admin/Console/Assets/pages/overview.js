// The broker at a glance: is it healthy, how fast is it, what is in trouble.

import { get } from '../api.js';
import { chart } from '../chart.js';
import { h } from '../dom.js';
import { bytes, count, duration, latency, rate, short } from '../format.js';
import { t } from '../language.js';
import { alarmList, chip, heading, section, tiles } from '../parts.js';
import { to } from '../router.js';
import { queueTable } from './queues.js';

const TROUBLED = 10;
const COMMIT_SAMPLES = 15;

/** The last answers about commits, from which the recent latency comes. */
const commitHistory = [];

export async function overview() {
  const [now, history, alarms, commits, queues] = await Promise.all([
    get('/overview'), get('/overview/history'), get('/alarms'), get('/overview/commits'),
    get('/queues', { sort: 'ready', descending: true, pageSize: 100 }),
  ]);
  return [
    heading(t('nav.overview')),
    health(now, alarms),
    alarms.length > 0 && section(t('alarms.count', { count: alarms.length }), alarmList(alarms, now.nowMs)),
    numbers(now, commits),
    h('div', { class: 'charts' }, ratesChart(history), depthChart(history)),
    section(t('overview.troubled'), queueTable(troubledFirst(queues.items, alarms), t('overview.noqueues'))),
  ];
}

function health(now, alarms) {
  const state = !now.isLive ? 'down' : now.isDraining ? 'draining' : alarms.length ? 'alarms' : 'healthy';
  return h('p', { class: 'status' },
    chip(t(`health.${state}`), { down: 'bad', draining: 'warn', alarms: 'warn', healthy: 'good' }[state]),
    ' ', t('overview.version', { version: now.version, uptime: duration(now.nowMs - now.startedMs) }));
}

function numbers(now, commits) {
  const recent = recentCommits(commits);
  const { storage, process, messages, counts } = now;
  return tiles(
    { label: t('rate.publish'), value: rate(now.rates.publish) },
    { label: t('rate.deliver'), value: rate(now.rates.deliver) },
    { label: t('rate.settle'), value: rate(now.rates.settle) },
    {
      label: t('overview.commit'), value: latency(quantile(recent, 0.5)),
      note: t('overview.commit.p99', { p99: latency(quantile(recent, 0.99)) }),
    },
    { label: t('ready'), value: short(messages.ready), href: to(['queues'], { sort: 'ready', desc: 1 }) },
    { label: t('inflight'), value: short(messages.inFlight), href: to(['queues'], { sort: 'inFlight', desc: 1 }) },
    {
      label: t('nav.connections'), value: count(counts.connections), href: to(['connections']),
      note: t('overview.consumers', { channels: count(counts.channels), consumers: count(counts.consumers) }),
    },
    {
      label: t('overview.storage'), value: bytes(storage.logBytes),
      note: t('overview.objects', { topics: count(counts.topics), queues: count(counts.queues) }),
    },
    {
      label: t('overview.tail'), value: bytes(storage.tailBytes), share: storage.tailBytes / storage.tailBytesMax,
      note: t('of', { max: bytes(storage.tailBytesMax) }),
    },
    {
      label: t('overview.memory'), value: bytes(process.workingSetBytes),
      note: t('overview.managed', { bytes: bytes(process.managedBytes) }),
    });
}

/** Counts of the last half minute, or of all time until there is that much. */
function recentCommits(commits) {
  commitHistory.push(commits);
  if (commitHistory.length > COMMIT_SAMPLES) commitHistory.shift();
  const before = commitHistory[0];
  const isNew = before.counts.some((n, i) => n > commits.counts[i]);
  const between = commits.counts.map((n, i) => n - before.counts[i]);
  const some = !isNew && between.some(n => n > 0);
  return { bounds: commits.boundsSeconds, counts: some ? between : commits.counts };
}

/** The bound of the bucket that the quantile falls in; null when there is nothing. */
function quantile({ bounds, counts }, share) {
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  let seen = 0;
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i];
    if (seen >= total * share) return bounds[Math.min(i, bounds.length - 1)];
  }
  return bounds.at(-1);
}

function ratesChart(history) {
  const perSecond = name => history.slice(1).map((sample, i) => {
    const before = history[i];
    const seconds = (sample.timeMs - before.timeMs) / 1000;
    return seconds > 0 ? Math.max(0, sample[name] - before[name]) / seconds : 0;
  });
  return chart({
    title: t('overview.rates'), spanMs: spanOf(history), format: rate,
    series: [
      { label: t('rate.publish'), values: perSecond('published'), tone: 1 },
      { label: t('rate.deliver'), values: perSecond('delivered'), tone: 2 },
      { label: t('rate.settle'), values: perSecond('settled'), tone: 3 },
    ],
  });
}

function depthChart(history) {
  return chart({
    title: t('overview.depth'), spanMs: spanOf(history), format: short,
    series: [
      { label: t('ready'), values: history.map(s => s.ready), tone: 1 },
      { label: t('inflight'), values: history.map(s => s.inFlight), tone: 2 },
    ],
  });
}

const spanOf = history => (history.length ? history.at(-1).timeMs - history[0].timeMs : 0);

/** Those with alarms, then the deepest. */
function troubledFirst(queues, alarms) {
  const isTroubled = q => alarms.some(a => a.subject === q.name && a.namespace === q.namespace);
  return [...queues.filter(isTroubled), ...queues.filter(q => !isTroubled(q))].slice(0, TROUBLED);
}
