// A field to look for something. It asks the server when the user has paused, or presses Enter.
import { html } from '../core/view.js';

const PAUSE_MS = 300;

export function search(placeholder, run, { id = 'search' } = {}) {
  return html`<input type="search" class="form-control" data-search=${id} placeholder=${placeholder} aria-label=${placeholder} autocomplete="off" spellcheck="false"
    @input=${(event) => later(event.target, run)}
    @keydown=${(event) => event.key === 'Enter' && now(event.target, run)}>`;
}

const timers = new WeakMap();

function later(field, run) {
  clearTimeout(timers.get(field));
  timers.set(field, setTimeout(() => now(field, run), PAUSE_MS));
}

function now(field, run) {
  clearTimeout(timers.get(field));
  run(field.value.trim());
}
