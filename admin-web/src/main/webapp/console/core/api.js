// The REST API, and nothing beside it: what the console can do, a program can.

const BASE = 'api/v1';
const TIMEOUT_MS = 30000;

/** What the server refused, as its problem details say it (RFC 9457). */
export class Problem extends Error {
  constructor(status, details) {
    super(details.detail || details.title || `HTTP ${status}`);
    this.status = status;
    this.details = details;
  }
}

/** Told of each answer 401, so that the console can ask who is there. */
export const unauthorized = new EventTarget();

/** A path of encoded parts with a query; what is undefined or empty is left out of the query. */
export function path(parts, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, value);
  }
  const address = parts.map((part) => encodeURIComponent(part)).join('/');
  return search.size > 0 ? `${address}?${search}` : address;
}

export const url = (address) => `${BASE}/${address}`;

export const get = (address, options) => call('GET', address, options);
export const post = (address, body, options) => call('POST', address, { ...options, body });
export const put = (address, body, options) => call('PUT', address, { ...options, body });
export const remove = (address, body, options) => call('DELETE', address, { ...options, body });

/** The answer with its headers, for what has an entity tag. */
export async function exchange(method, address, { body, headers = {}, timeoutMs = TIMEOUT_MS } = {}) {
  const request = {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.timeout(timeoutMs),
    // a page of another site cannot set it without being asked: that is what keeps it out
    headers: { Accept: 'application/json', 'X-Hikyaku-Request': 'console', ...headers },
  };
  if (body instanceof Blob) {
    request.body = body;
  } else if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers['Content-Type'] = 'application/json';
  }
  let response;
  let text;
  try {
    response = await fetch(url(address), request);
    text = await response.text(); // it can break off, too
  } catch (failure) {
    throw new Problem(0, { title: failure.message });
  }
  const content = parsed(text, response.headers.get('Content-Type') ?? '');
  if (response.ok) return { content, headers: response.headers };
  if (response.status === 401) unauthorized.dispatchEvent(new Event('unauthorized'));
  throw new Problem(response.status, typeof content === 'object' && content ? content : { title: response.statusText });
}

async function call(method, address, options) {
  return (await exchange(method, address, options)).content;
}

function parsed(text, type) {
  if (text === '' || !type.includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
