// The address behind the # says what is shown: #/groups/mail/messages. Links are plain links.

export const changes = new EventTarget();

/** A link to a page; its parts may have any characters. */
export function link(...parts) {
  return '#/' + parts.map(encodeURIComponent).join('/');
}

/** The parts of the address now; none for the first page. */
export function here() {
  return location.hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
}

export function go(...parts) {
  location.hash = link(...parts);
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % typed by hand
  }
}

addEventListener('hashchange', () => changes.dispatchEvent(new Event('change')));
