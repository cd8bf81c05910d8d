// The one helper for custom elements: renders a lit-html template into the element, at most once a
// frame's work, and undoes on leaving what was begun on entering.
import { html, svg, nothing, render } from '../../lib/lit-html/lit-html.js';
import { repeat } from '../../lib/lit-html/directives/repeat.js';
import { live } from '../../lib/lit-html/directives/live.js';

export { html, svg, nothing, repeat, live };

export class View extends HTMLElement {
  #due = false;
  #undo = [];

  connectedCallback() {
    this.start();
    this.update();
  }

  disconnectedCallback() {
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** What an element begins when it enters the page. */
  start() {}

  /** After each rendering. */
  rendered() {}

  /** Has a function called when the element leaves the page. */
  onLeave(undo) {
    this.#undo.push(undo);
  }

  /** Calls now and every so many milliseconds, never twice at a time, while the page is visible. */
  every(milliseconds, action) {
    let busy = false;
    const run = async () => {
      if (busy || document.hidden) return;
      busy = true;
      try {
        await action();
      } finally {
        busy = false;
      }
    };
    const timer = setInterval(run, milliseconds);
    this.onLeave(() => clearInterval(timer));
    return run();
  }

  listen(target, type, listener) {
    target.addEventListener(type, listener);
    this.onLeave(() => target.removeEventListener(type, listener));
  }

  /** Has the element rendered soon; many calls make one rendering. */
  update() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (!this.isConnected) return;
      render(this.template(), this, { host: this });
      this.rendered();
    });
  }
}

/** Registers an element; a change of one of these properties has it rendered. */
export function define(name, type, properties = []) {
  for (const property of properties) {
    const field = Symbol(property);
    Object.defineProperty(type.prototype, property, {
      get() {
        return this[field];
      },
      set(value) {
        const old = this[field];
        this[field] = value;
        if (this.isConnected && old !== value) this.update();
      },
    });
  }
  customElements.define(name, type);
}
