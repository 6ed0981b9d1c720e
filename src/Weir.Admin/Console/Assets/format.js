// Numbers, sizes and times as people read them.

import { language, t, tOr } from './language.js';

const DASH = '–';
const cache = new Map();

function formatter(name, make) {
  const key = language + name;
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key);
}

export function count(value) {
  if (value === null || value === undefined) return DASH;
  return formatter('count', () => new Intl.NumberFormat(language)).format(value);
}

/** Short, for tiles: 12.4K. */
export function short(value) {
  if (Math.abs(value) < 10_000) return count(Math.round(value * 10) / 10);
  return formatter('short', () => new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }))
    .format(value);
}

export function rate(value) {
  if (!value) return '0/s';
  return (value < 10 ? count(Math.round(value * 10) / 10) : short(Math.round(value))) + '/s';
}

export function bytes(value) {
  if (value === null || value === undefined) return DASH;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** How long, in its two largest units. */
export function duration(ms) {
  if (ms === null || ms === undefined) return DASH;
  if (ms < 1000) return `${Math.round(ms)} ${t('unit.ms')}`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} ${t('unit.s')}`;
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  const first = parts.findIndex(([size]) => seconds >= size);
  const [size, name] = parts[first];
  const [nextSize, nextName] = parts[first + 1] ?? [1, ''];
  const rest = nextName ? Math.floor((seconds % size) / nextSize) : 0;
  const text = (value, unit) => `${value} ${t(`unit.${unit}`)}`;
  return text(Math.floor(seconds / size), name) + (rest ? ` ${text(rest, nextName)}` : '');
}

export function latency(seconds) {
  if (seconds === null) return DASH;
  const ms = seconds * 1000;
  return ms < 10 ? `${ms.toFixed(1)} ms` : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function time(ms) {
  if (!ms || ms < 0) return DASH;
  return formatter('time', () => new Intl.DateTimeFormat(language === 'zh' ? 'zh' : 'en-GB', {
    dateStyle: 'medium', timeStyle: 'medium',
  })).format(ms);
}

export const ago = (ms, nowMs) => (ms ? t('ago', { time: duration(Math.max(0, nowMs - ms)) }) : DASH);

/** What a connection or a group is doing. */
export const state = value => tOr(`state.${value}`, value);

export const yes = value => t(value ? 'yes' : 'no');
