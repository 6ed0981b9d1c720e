// What is the matter and what helps, the limits that alarms watch, and drain for maintenance.

import { drain, endDrain } from '../actions.js';
import { get } from '../api.js';
import { h } from '../dom.js';
import { bytes, count, yes } from '../format.js';
import { t } from '../language.js';
import { alarmList, button, facts, heading, section, tiles } from '../parts.js';

export async function alarms() {
  const [raised, now] = await Promise.all([get('/alarms'), get('/overview')]);
  const { storage } = now;
  return [
    heading(t('nav.alarms'), now.isDraining ? button(t('drain.end'), endDrain, 'primary') : button(t('drain'), drain)),
    now.isDraining && h('p', { class: 'error' }, t('drain.is')),
    raised.length ? alarmList(raised, now.nowMs) : h('p', { class: 'success' }, t('alarms.none')),
    section(t('limits'),
      tiles({
        label: t('overview.tail'), value: bytes(storage.tailBytes), share: storage.tailBytes / storage.tailBytesMax,
        note: t('of', { max: bytes(storage.tailBytesMax) }),
      }, { label: t('limits.journal'), value: bytes(storage.journaledBytes), note: t('limits.journal.note') }),
      facts([
        [t('limits.room'), yes(storage.hasRoom)],
        [t('limits.damages'), storage.damages.length ? storage.damages.join('; ') : count(0)],
      ]),
      h('p', { class: 'hint' }, t('limits.hint'))),
  ];
}
