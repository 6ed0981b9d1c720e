// Calls of the API. An answer that is no success becomes an ApiError with the server's own sentence.

export class ApiError extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export const get = (path, query) => send('GET', path + queryOf(query));
export const post = (path, body) => send('POST', path, body ?? {});
export const put = (path, body) => send('PUT', path, body ?? {});
export const remove = (path, query) => send('DELETE', path + queryOf(query));

/** As somebody else than the browser has logged in as, if anybody. */
export const putAs = (name, password, target, body) => send('PUT', target, body, {
  Authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${name}:${password}`)))}`,
});

/** A path of percent-encoded segments. */
export function path(...segments) {
  return '/' + segments.map(encodeURIComponent).join('/');
}

function queryOf(query) {
  const set = Object.entries(query ?? {}).filter(([, v]) => v !== undefined && v !== null && v !== '');
  return set.length ? '?' + new URLSearchParams(set) : '';
}

/**
 * The first call: the others wait for it, so that a browser that has to ask who it is asks once. Who does not answer is
 * not asked again before the page comes anew.
 */
let first = null;

async function send(...call) {
  if (first === null) {
    first = sendNow(...call);
    return first;
  }
  try {
    await first;
  } catch (problem) {
    if (problem.status === 401) throw problem;
  }
  return sendNow(...call);
}

async function sendNow(method, target, body, more) {
  let response;
  try {
    response = await fetch('/api/v1' + target, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...more },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, 'unreachable', '');
  }
  const text = await response.text();
  if (response.ok) return text ? JSON.parse(text) : null;
  throw problemOf(response.status, text);
}

function problemOf(status, text) {
  try {
    const problem = JSON.parse(text);
    return new ApiError(status, problem.code, problem.detail);
  } catch {
    return new ApiError(status, 'unknown', `HTTP ${status}`);
  }
}
