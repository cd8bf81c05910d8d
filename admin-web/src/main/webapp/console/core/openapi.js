// Reads the operations out of our own OpenAPI document, which is laid out by hand: two spaces a level,
// summary and role in a line of their own. Not a YAML parser, and it does not want to be one.

const METHODS = ['get', 'post', 'put', 'delete'];

/** [{path, method, summary, role}], in the order of the document. */
export function operations(text) {
  const found = [];
  let inPaths = false;
  let path = '';
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) inPaths = line.startsWith('paths:');
    if (!inPaths) continue;
    const [, spaces, name, rest] = /^( *)([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    if (spaces === undefined) continue;
    if (spaces.length === 2) path = name;
    else if (spaces.length === 4 && METHODS.includes(name)) found.push({ path, method: name, summary: '', role: '' });
    else if (spaces.length === 6 && found.length > 0) {
      if (name === 'summary') found.at(-1).summary = rest;
      if (name === 'x-required-role') found.at(-1).role = rest;
    }
  }
  return found;
}
