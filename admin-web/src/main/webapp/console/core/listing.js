// A list that the server pages, sorts and filters, and that keeps still under the user's hands: while
// it is shown, figures of its rows change in place, but rows neither move, come nor go until he asks.
import { get, path } from './api.js';

const REFRESH_MS = 5000;
export const DEFAULT_LIMIT = 25;

export class Listing {
  rows = [];
  total = 0;
  problem = null;
  loaded = false;
  loading = false;
  /** Rows that left this page since it was shown: greyed, not removed. */
  gone = new Set();
  /** Whether the server would now show other rows, or in another order. */
  changed = false;
  /** Whether the server sent fewer rows than the page takes though there are more: an answer has a limit in bytes. */
  cut = false;
  /** When the figures were fetched. */
  at = null;
  #view;
  #parts;
  #key;
  #turn = 0;

  /**
   * @param view the element that shows it
   * @param parts of its address
   * @param options key: of a row; query: sort and filters; limit; refreshMs, 0 for never
   */
  constructor(view, parts, { key = (row) => row.name, query = {}, limit = DEFAULT_LIMIT, refreshMs = REFRESH_MS } = {}) {
    this.#view = view;
    this.#parts = parts;
    this.#key = key;
    this.query = query;
    this.limit = limit;
    this.offset = 0;
    this.load();
    if (refreshMs > 0) view.every(refreshMs, () => this.refresh());
  }

  key(row) {
    return this.#key(row);
  }

  /** Fetches anew and shows what comes, as it comes. */
  async load(changes = {}) {
    this.query = { ...this.query, ...changes };
    this.loading = true;
    this.#view.update();
    const turn = ++this.#turn;
    await this.#fetch(turn, (page) => {
      this.rows = page.items;
      this.gone.clear();
      this.changed = false;
      this.cut = page.items.length < Math.min(this.limit, page.total - this.offset);
      this.onLoad?.();
    });
  }

  /** Fetches anew and brings only figures up to date. */
  async refresh() {
    if (this.loading || !this.loaded) return;
    const turn = ++this.#turn;
    await this.#fetch(turn, (page) => {
      const fresh = new Map(page.items.map((row) => [this.#key(row), row]));
      if (this.rows.length === 0 && page.items.length > 0) {
        this.rows = page.items; // there was nothing that could move
        return;
      }
      const order = page.items.map((row) => this.#key(row)).join('\n');
      this.changed = order !== this.rows.map((row) => this.#key(row)).join('\n');
      this.gone = new Set(this.rows.map((row) => this.#key(row)).filter((key) => !fresh.has(key)));
      this.rows = this.rows.map((row) => fresh.get(this.#key(row)) ?? row);
    });
  }

  filter(changes) {
    this.offset = 0;
    return this.load(changes);
  }

  sort(field) {
    this.offset = 0;
    return this.load({ sort: this.query.sort === field ? `-${field}` : field });
  }

  /** Brings figures of rows up to date that came by another way. */
  patch(rows) {
    const fresh = new Map(rows.map((row) => [this.#key(row), row]));
    this.rows = this.rows.map((row) => fresh.get(this.#key(row)) ?? row);
    this.#view.update();
  }

  turnTo(offset) {
    this.offset = Math.max(0, offset);
    return this.load();
  }

  async #fetch(turn, take) {
    try {
      const page = await get(path(this.#parts, { ...this.query, offset: this.offset || undefined, limit: this.limit }));
      if (turn !== this.#turn) return; // a later request is under way
      take(page);
      this.page = page;
      this.total = page.total;
      this.problem = null;
      this.loaded = true;
      this.at = page.at;
      this.onPage?.();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (turn === this.#turn) this.problem = problem;
    } finally {
      if (turn === this.#turn) this.loading = false;
      this.#view.update();
    }
  }
}
