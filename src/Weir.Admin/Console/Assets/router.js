// The place in the console is the fragment of the address: #/queues/%2F/orders?tab=x. Nothing of it reaches a server.

/** Where the reader is: path segments, decoded, and the query. */
export function here() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  return { segments: path ? path.split('/').map(decodeURIComponent) : [], query: new URLSearchParams(query ?? '') };
}

/** The address of a place. */
export function to(segments, query) {
  const set = Object.entries(query ?? {}).filter(([, v]) => v !== undefined && v !== null && v !== '');
  return '#/' + segments.map(encodeURIComponent).join('/') + (set.length ? '?' + new URLSearchParams(set) : '');
}

/** Changes the query of this place without a new entry in the history. */
export function setQuery(changes) {
  const { segments, query } = here();
  const next = { ...Object.fromEntries(query), ...changes };
  history.replaceState(null, '', to(segments, next));
  window.dispatchEvent(new Event('hashchange'));
}

export function go(segments, query) {
  location.hash = to(segments, query);
}
