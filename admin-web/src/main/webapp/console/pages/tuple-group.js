// One tuple group: what it holds, a look at its tuples, and the whole as a file. Property: name.
import { View, define, html } from '../core/view.js';
import { t } from '../core/i18n.js';
import { get, path, url } from '../core/api.js';
import { go, link } from '../core/router.js';
import { bytes, count, exact, rate } from '../core/format.js';
import { action, card, empty, facts, failure, header, icon, loading } from '../parts/bits.js';
import { table } from '../parts/table.js';
import { dropTuples, uploadTuples } from '../parts/tuple-actions.js';

const PREVIEW = 50;
const TYPES = ['auto', 'string', 'long', 'integer', 'double', 'bytes', 'doubles'];

class TupleGroup extends View {
  #group = null;
  #problem = null;
  #tuples = null;
  #tuplesProblem = null;
  #query = { partition: 0, keys: 'auto', values: 'auto' };

  start() {
    this.#load();
  }

  async #load() {
    try {
      this.#group = await get(path(['tuple-groups', this.name]));
      this.#problem = null;
      await this.#look({});
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#problem = problem;
    }
    this.update();
  }

  async #look(changes) {
    this.#query = { ...this.#query, ...changes };
    try {
      const { items } = await get(path(['tuple-groups', this.name, 'tuples'], { ...this.#query, limit: PREVIEW }));
      this.#tuples = items.map((tuple, i) => ({ ...tuple, id: String(i) }));
      this.#tuplesProblem = null;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#tuplesProblem = problem;
    }
    this.update();
  }

  template() {
    const above = html`<a href=${link('jobs', 'tuple-groups')}>${t('tuples.groups')}</a>`;
    if (this.#problem) return html`${header({ above, title: this.name })}${failure(this.#problem, () => this.#load())}`;
    if (!this.#group) return html`${header({ above, title: this.name })}${loading()}`;
    const group = this.#group;
    return html`
      ${header({
        above,
        title: this.name,
        actions: html`
          <a class="btn" href=${url(path(['tuple-groups', this.name, 'download'], { format: 'csv', keys: this.#query.keys, values: this.#query.values }))} download=${`${this.name}.csv`}>${icon('download')} <span>${t('tuples.download')}</span></a>
          ${action({ text: t('tuples.upload'), sign: 'upload', run: () => uploadTuples(this.name, () => this.#load()) })}
          ${action({ id: 'drop', role: 'administrator', text: t('tuples.drop'), sign: 'trash', tone: 'btn-outline-danger', run: () => dropTuples(group, () => go('jobs', 'tuple-groups')) })}`,
      })}
      ${card({
        title: t('group.summary'),
        body: facts([
          [t('tuples.tuples'), exact(group.tuples)],
          [t('group.bytes'), bytes(group.bytes)],
          [t('tuples.partitions'), exact(group.partitions)],
          [t('tuples.copies'), exact(group.copies)],
          [t('job.skew'), rate(group.skew)],
        ]),
      })}
      ${card({
        title: t('tuples.preview', { n: count(PREVIEW) }),
        flush: true,
        aside: html`<div class="hk-toolbar">
          ${this.#select('partition', [...Array(group.partitions).keys()], (value) => t('tuples.partition-n', { n: value }))}
          ${this.#select('keys', TYPES, (value) => t('tuples.keys-as', { type: value }))}
          ${this.#select('values', TYPES, (value) => t('tuples.values-as', { type: value }))}
        </div>`,
        body: this.#preview(),
      })}`;
  }

  #select(field, values, text) {
    return html`<select class="form-select" aria-label=${t(`tuples.${field}`)} @change=${(event) => this.#look({ [field]: event.target.value })}>
      ${values.map((value) => html`<option value=${value} ?selected=${String(this.#query[field]) === String(value)}>${text(value)}</option>`)}
    </select>`;
  }

  #preview() {
    if (this.#tuplesProblem) return html`<div class="card-body">${failure(this.#tuplesProblem)}</div>`;
    if (!this.#tuples) return loading();
    if (this.#tuples.length === 0) return empty({ sign: 'grid-3x3', title: t('tuples.empty'), text: t('tuples.empty-text') });
    return table({
      caption: t('tuples.preview', { n: count(PREVIEW) }),
      rows: this.#tuples,
      key: ({ id }) => id,
      columns: [
        { title: t('message.key'), wide: true, cell: ({ key }) => html`<span class="font-monospace">${key}</span>` },
        { title: t('tuples.value'), cell: ({ value }) => html`<span class="font-monospace">${value}</span>` },
      ],
    });
  }
}

define('hk-tuple-group', TupleGroup);
