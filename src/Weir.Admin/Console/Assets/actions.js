// What can be done to queues, groups and connections, each asked for once more before it is done.

import { ApiError, path, post, put, putAs, remove } from './api.js';
import { ask, notify } from './dialog.js';
import { count } from './format.js';
import { t } from './language.js';
import { changed } from './parts.js';
import { go, to } from './router.js';

const REDRIVE_STEP = 1000;
const at = q => path('queues', q.namespace, q.name);

/** Asks; when it was done, has the page show what is now. */
async function doing(question) {
  if (await ask(question)) changed();
}

export const purge = q => doing({
  title: t('purge.title', { name: q.name }), text: t('purge.text', { count: count(q.ready) }), danger: true,
  action: t('purge'),
  run: async () => t('purge.done', { count: count((await post(`${at(q)}/purge`)).purged) }),
});

export const pause = q => doing({
  title: t('pause.title', { name: q.name }), text: t('pause.text'), action: t('pause'),
  run: () => post(`${at(q)}/pause`),
});

export async function resume(q) {
  await post(`${at(q)}/resume`);
  notify(t('resume.done', { name: q.name }));
  changed();
}

export async function deleteQueue(q) {
  const isDone = await ask({
    title: t('delete.title', { name: q.name }), text: t('delete.queue.text', { count: count(q.ready + q.inFlight) }),
    danger: true, action: t('delete'), run: () => remove(at(q)),
  });
  if (isDone) go(['queues']);
}

export const redrive = q => doing({
  title: t('redrive.title', { name: q.name }), text: t('redrive.text'), action: t('redrive'),
  fields: [
    { name: 'target', label: t('redrive.target'), hint: t('redrive.target.hint') },
    { name: 'contains', label: t('search.contains') },
    { name: 'header', label: t('search.header'), hint: t('search.header.hint') },
    { name: 'key', label: t('search.key') },
  ],
  run: async values => {
    const filter = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
    let moved = 0;
    let skipped = 0;
    let from = 0;
    for (;;) {
      const reply = await post(`${at(q)}/redrive`, { ...filter, from, limit: REDRIVE_STEP });
      moved += reply.moved;
      skipped += reply.skipped;
      from = reply.nextOffset;
      // Messages may die again and come back while this runs; those that were here are moved once.
      if (!reply.isComplete && moved < Math.max(1, q.ready)) continue;
      return t('redrive.done', { moved: count(moved), skipped: count(skipped) });
    }
  },
});

export const createQueue = () => doing({
  title: t('queue.create'), action: t('create'),
  fields: [
    { name: 'name', label: t('name'), required: true },
    { name: 'ns', label: t('namespace'), value: '/', required: true },
    { name: 'ttl', label: t('limit.ttl.ms'), type: 'number', min: 0 },
    { name: 'exchange', label: t('dead.exchange') },
    { name: 'limit', label: t('limit.delivery'), type: 'number', min: 0 },
  ],
  run: async values => {
    const options = {};
    if (values.ttl) options['x-message-ttl'] = Number(values.ttl);
    if (values.exchange) options['x-dead-letter-exchange'] = values.exchange;
    if (values.limit) options['x-delivery-limit'] = Number(values.limit);
    await put(path('queues', values.ns, values.name), { durable: true, arguments: options });
    location.hash = to(['queues', values.ns, values.name]);
  },
});

export const createTopic = () => doing({
  title: t('topic.create'), action: t('create'),
  fields: [
    { name: 'name', label: t('name'), required: true },
    { name: 'ns', label: t('namespace'), value: '/', required: true },
    { name: 'partitions', label: t('partitions'), type: 'number', min: 1, value: '1', required: true },
  ],
  run: async values => {
    await put(path('topics', values.ns, values.name), { partitions: Number(values.partitions) });
    location.hash = to(['topics', values.ns, values.name]);
  },
});

export async function deleteTopic(topic) {
  const isDone = await ask({
    title: t('delete.title', { name: topic.name }), text: t('delete.topic.text', { count: count(topic.records) }),
    danger: true, action: t('delete'), run: () => remove(path('topics', topic.namespace, topic.name)),
  });
  if (isDone) go(['topics']);
}

export const resetGroup = (group, topics) => doing({
  title: t('reset.title', { name: group }), text: t('reset.text'), action: t('reset'), danger: true,
  fields: [
    topics.length ? { name: 'topic', label: t('topic'), options: topics.map(name => [name, name]), value: topics[0] }
      : { name: 'topic', label: t('topic'), required: true },
    { name: 'partition', label: t('partition'), type: 'number', min: 0, hint: t('reset.partition.hint') },
    {
      name: 'to', label: t('reset.to'), value: 'earliest',
      options: ['earliest', 'latest', 'offset', 'time'].map(name => [name, t(`reset.to.${name}`)]),
    },
    { name: 'offset', label: t('offset'), type: 'number', min: 0, hint: t('reset.offset.hint') },
    { name: 'time', label: t('time'), type: 'datetime-local', hint: t('reset.time.hint') },
  ],
  run: async values => {
    const value = { offset: Number(values.offset), time: Date.parse(values.time) }[values.to] ?? null;
    await post(path('groups', group) + '/reset', {
      topic: values.topic, partition: values.partition === '' ? null : Number(values.partition), to: values.to, value,
    });
    return t('reset.done', { name: group });
  },
});

export async function deleteGroup(group) {
  const isDone = await ask({
    title: t('delete.title', { name: group }), text: t('delete.group.text'), danger: true, action: t('delete'),
    run: () => remove(path('groups', group)),
  });
  if (isDone) go(['groups']);
}

export async function closeConnection(connection) {
  const isDone = await ask({
    title: t('close.title', { name: connection.clientId || connection.peer }), text: t('close.text'), danger: true,
    action: t('close'), fields: [{ name: 'reason', label: t('close.reason') }],
    run: async values => {
      await remove(path('connections', String(connection.id)), { reason: values.reason });
      return t('close.done');
    },
  });
  if (isDone) go(['connections']);
}

export const drain = () => doing({
  title: t('drain'), text: t('drain.text'), danger: true, action: t('drain'),
  run: () => post('/drain', { reason: 'maintenance' }),
});

export async function endDrain() {
  await remove('/drain');
  changed();
}

export const deletePolicy = policy => doing({
  title: t('delete.title', { name: policy.name }), text: t('delete.policy.text'), danger: true, action: t('delete'),
  run: () => remove(path('policies', policy.namespace, policy.name)),
});

export const editPolicy = policy => doing({
  title: policy ? t('policy.edit', { name: policy.name }) : t('policy.create'), action: t('save'),
  fields: [
    { name: 'name', label: t('name'), value: policy?.name, required: true },
    { name: 'ns', label: t('namespace'), value: policy?.namespace ?? '/', required: true },
    { name: 'pattern', label: t('policy.pattern'), value: policy?.pattern ?? '^', required: true },
    {
      name: 'appliesTo', label: t('policy.applies'), value: policy?.appliesTo ?? 'queues',
      options: ['queues', 'exchanges', 'all'].map(name => [name, t(`policy.applies.${name}`)]),
    },
    { name: 'priority', label: t('priority'), type: 'number', value: policy?.priority ?? 0 },
    {
      name: 'definition', label: t('policy.definition'), type: 'textarea', required: true, hint: t('policy.hint'),
      value: JSON.stringify(policy?.definition ?? {}, null, 2),
    },
  ],
  run: async values => {
    await put(path('policies', values.ns, values.name), {
      pattern: values.pattern, appliesTo: values.appliesTo, priority: Number(values.priority),
      definition: jsonOf(values.definition),
    });
    return t('policy.saved', { name: values.name });
  },
});

const TAGS = ['administrator', 'monitoring', 'impersonator'];

const tagFields = user => TAGS.map(tag => ({
  name: tag, label: tag, type: 'checkbox', checked: user?.tags.includes(tag), hint: t(`user.tag.${tag}`),
}));

/** Tags that mean nothing here were set by other tools: they stay. */
const tagsOf = (user, values) =>
  [...TAGS.filter(tag => values[tag] === 'on'), ...(user?.tags ?? []).filter(tag => !TAGS.includes(tag))];

/** The first must be an administrator, and from then on everybody has to log in, this page as well. */
export const createUser = isFirst => doing({
  title: t('user.create'), text: isFirst ? t('user.first') : null, action: t('create'),
  fields: [
    { name: 'name', label: t('name'), required: true },
    { name: 'password', label: t('user.password'), type: 'password', required: true, autocomplete: 'new-password' },
    ...tagFields(isFirst ? { tags: ['administrator'] } : null),
    {
      name: 'everything', label: t('user.everything'), type: 'checkbox', checked: true, hint: t('user.everything.hint'),
    },
  ],
  run: async values => {
    const at = path('users', values.name);
    await put(at, { password: values.password, tags: tagsOf(null, values) });
    const all = { configure: '.*', write: '.*', read: '.*' };
    const inDefault = `${at}/permissions/${encodeURIComponent('/')}`;
    if (values.everything === 'on') {
      if (isFirst) await putAs(values.name, values.password, inDefault, all);
      else await put(inDefault, all);
    }

    // The door is closed now: the page comes again, and the browser asks who it is.
    if (isFirst) location.reload();
    return t('user.saved', { name: values.name });
  },
});

export const editUser = user => doing({
  title: t('user.edit', { name: user.name }), action: t('save'),
  fields: [
    {
      name: 'password', label: t('user.password.new'), type: 'password', autocomplete: 'new-password',
      hint: t('user.password.hint'),
    },
    ...tagFields(user),
  ],
  run: async values => {
    await put(path('users', user.name), { password: values.password || null, tags: tagsOf(user, values) });
    return t('user.saved', { name: user.name });
  },
});

export const deleteUser = user => doing({
  title: t('delete.title', { name: user.name }), text: t('delete.user.text'), danger: true, action: t('delete'),
  run: () => remove(path('users', user.name)),
});

export const editPermission = (user, ns) => doing({
  title: t('user.permit.title', { name: user.name }), text: t('user.permit.text'), action: t('save'),
  fields: [
    { name: 'ns', label: t('namespace'), value: ns ?? '/', required: true },
    ...['configure', 'write', 'read'].map(word => ({
      name: word, label: t(`user.${word}`), value: ns === null ? '.*' : user.permissions[ns][word],
    })),
  ],
  run: async ({ ns: where, ...patterns }) => {
    await put(path('users', user.name, 'permissions', where), patterns);
    return t('user.saved', { name: user.name });
  },
});

export const forbid = (user, ns) => doing({
  title: t('user.forbid.title', { name: user.name, ns }), danger: true, action: t('user.forbid'),
  run: () => remove(path('users', user.name, 'permissions', ns)),
});

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'no-json', t('error.json'));
  }
}
