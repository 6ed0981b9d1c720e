// Every place of the console and the page that shows it.

import { alarms } from './alarms.js';
import { connection, connections } from './connections.js';
import { exchanges } from './exchanges.js';
import { group, groups } from './groups.js';
import { message, messages } from './messages.js';
import { missing } from './missing.js';
import { overview } from './overview.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { queue } from './queue.js';
import { queues } from './queues.js';
import { topic } from './topic.js';
import { topics } from './topics.js';
import { trace, traces } from './trace.js';
import { users } from './users.js';

export const sections = [
  'overview', 'queues', 'topics', 'messages', 'exchanges', 'policies', 'groups', 'connections', 'users', 'alarms',
];

/** Pattern, section and page; a page that is not live is loaded once. */
const places = [
  [[], 'overview', overview, true],
  [['queues'], 'queues', queues, true],
  [['queues', ':', ':'], 'queues', queue, true],
  [['topics'], 'topics', topics, true],
  [['topics', ':', ':'], 'topics', topic, true],
  [['messages'], 'messages', messages, false],
  [['messages', ':', ':'], 'messages', messages, false],
  [['messages', ':', ':', ':', ':'], 'messages', message, false],
  [['messages', ':', ':', 'trace'], 'messages', traces, true],
  [['messages', ':', ':', ':', ':', 'trace'], 'messages', trace, true],
  [['publish'], 'messages', publish, false],
  [['exchanges'], 'exchanges', exchanges, true],
  [['policies'], 'policies', policies, true],
  [['groups'], 'groups', groups, true],
  [['groups', ':'], 'groups', group, true],
  [['connections'], 'connections', connections, true],
  [['connections', ':'], 'connections', connection, true],
  [['users'], 'users', users, true],
  [['alarms'], 'alarms', alarms, true],
];

export function pageAt(segments) {
  for (const [pattern, section, load, isLive] of places) {
    const fits = pattern.length === segments.length && pattern.every((part, i) => part === ':' || part === segments[i]);
    if (!fits) continue;
    const parameters = segments.filter((_, i) => pattern[i] === ':');
    return { section, load, isLive, parameters };
  }
  return { section: '', load: missing, isLive: false, parameters: [] };
}
