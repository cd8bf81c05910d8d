// The server's events. Keeps the last of each kind, and says when they have stopped coming.
import { path, url } from './api.js';

const HEARTBEAT_MS = 1000;
const MISSED = 3;
const RECONNECT_MS = 2000;
const MOST_GROUPS = 100;
const CHECK_MS = 500;
const GATHER_MS = 300;
const KINDS = ['hello', 'rates', 'nodes', 'jobs', 'task', 'change', 'action', 'heartbeat'];

class Live extends EventTarget {
  #source = null;
  #retry = 0;
  #wanted = false;
  #last = new Map();
  /** Milliseconds since 1970 of the last sign of life; 0 before the first. */
  heardAt = 0;
  /** Whether heartbeats are missing: what is shown is old. */
  stale = false;

  open() {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#begin();
    this.#watch ??= setInterval(() => this.#check(), CHECK_MS);
  }

  close() {
    this.#wanted = false;
    this.#end();
    this.#last.clear();
  }

  constructor() {
    super();
    // a browser has six connections for all its pages of a site: those that nobody sees give theirs back
    document.addEventListener('visibilitychange', () => {
      if (!this.#wanted) return;
      if (document.hidden) this.#end();
      else this.#begin();
    });
    addEventListener('pagehide', () => this.#end());
    addEventListener('pageshow', () => this.#wanted && !this.#source && this.#begin());
  }

  #begin() {
    this.heardAt = Date.now();
    this.#reopen();
  }

  #end() {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }

  #watch;
  #groups = [];
  #watcher = null;

  /** Has the event `rates` bring the figures of these groups while a view is shown; of 100 at the most. */
  watchGroups(view, names) {
    const wanted = names.slice(0, MOST_GROUPS);
    if (wanted.join() === this.#groups.join()) return;
    if (this.#watcher !== view) view.onLeave(() => this.#unwatch(view));
    this.#watcher = view;
    this.#groups = wanted;
    this.#reopen();
  }

  /** The stream itself stays as it is: what nobody asks for any more costs little. */
  #unwatch(view) {
    if (this.#watcher !== view) return;
    this.#watcher = null;
    this.#groups = [];
  }

  /** Has a view told, soon and once for many, when something of this kind came, went or changed. */
  onChange(view, kinds, listener) {
    let due = 0;
    view.onLeave(() => clearTimeout(due));
    view.listen(this, 'change', () => {
      if (due !== 0 || !kinds.includes(this.last('change').kind)) return;
      due = setTimeout(() => {
        due = 0;
        listener();
      }, GATHER_MS);
    });
  }

  #reopen() {
    if (!this.#wanted || document.hidden) return;
    this.#end();
    this.#connect();
  }

  #connect() {
    this.#source = new EventSource(url(path(['events'], { groups: this.#groups.join(',') })));
    this.#source.onerror = () => {
      // a refused connection is not tried again by the browser itself
      if (this.#source?.readyState !== EventSource.CLOSED) return;
      this.#source = null;
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#connect(), RECONNECT_MS);
    };
    for (const kind of KINDS) this.#subscribe(kind);
  }

  #subscribe(kind) {
    this.#source?.addEventListener(kind, (event) => {
      this.#alive();
      this.#last.set(kind, JSON.parse(event.data));
      this.dispatchEvent(new Event(kind));
    });
  }

  /** The last event of a kind; undefined before the first. */
  last(kind) {
    return this.#last.get(kind);
  }

  /** Has a view told of each event of a kind while it is shown, and of the last one at once. */
  follow(view, kind, listener) {
    view.listen(this, kind, () => listener(this.#last.get(kind)));
    if (this.#last.has(kind)) listener(this.#last.get(kind));
  }

  #alive() {
    this.heardAt = Date.now();
    if (this.stale) this.#become(false);
  }

  #check() {
    if (!this.#wanted || document.hidden) return;
    if (!this.stale && Date.now() - this.heardAt > MISSED * HEARTBEAT_MS) this.#become(true);
  }

  #become(stale) {
    this.stale = stale;
    document.documentElement.classList.toggle('stale', stale);
    this.dispatchEvent(new Event('staleness'));
  }
}

export const live = new Live();
