// Tuple groups: what jobs read and write. New ones come from a file.
import { View, define, html } from '../core/view.js';
import { t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { bytes, count, exact, rate } from '../core/format.js';
import { action, card } from './bits.js';
import { search } from './search.js';
import { listingTable } from './table.js';
import { dropTuples, uploadTuples } from './tuple-actions.js';

class TupleGroups extends View {
  #groups;

  start() {
    this.#groups = new Listing(this, ['tuple-groups'], { query: { sort: 'name' } });
    live.onChange(this, ['tuple-group', 'job'], () => this.#groups.refresh());
  }

  template() {
    const upload = () => action({ id: 'upload', text: t('tuples.upload'), sign: 'upload', tone: 'btn-primary', run: () => uploadTuples('', () => this.#groups.load()) });
    return card({
      title: t('tuples.groups'),
      flush: true,
      quiet: true,
      aside: html`<div class="hk-toolbar">${search(t('groups.filter'), (filter) => this.#groups.filter({ filter }))} ${upload()}</div>`,
      body: html`<div class="hk-live">${listingTable(this.#groups, {
        caption: t('tuples.groups'),
        none: { sign: 'grid-3x3', title: t('tuples.none'), text: t('tuples.none-text'), action: upload() },
        columns: [
          { title: t('group.name'), sort: 'name', wide: true, cell: ({ name }) => html`<a href=${link('jobs', 'tuple-groups', name)}>${name}</a>` },
          { title: t('tuples.tuples'), sort: 'tuples', end: true, cell: (row) => count(row.tuples) },
          { title: t('group.bytes'), sort: 'bytes', end: true, cell: (row) => bytes(row.bytes) },
          { title: t('tuples.partitions'), end: true, cell: (row) => exact(row.partitions) },
          { title: t('tuples.copies'), end: true, cell: (row) => exact(row.copies) },
          { title: t('job.skew'), sort: 'skew', end: true, cell: (row) => rate(row.skew) },
          {
            title: t('common.actions'),
            end: true,
            cell: (row) => html`<div class="hk-row-actions">${action({ id: 'drop', role: 'administrator', text: t('tuples.drop'), sign: 'trash', small: true, iconOnly: true, run: () => dropTuples(row, () => this.#groups.load()) })}</div>`,
          },
        ],
      })}</div>`,
    });
  }
}

define('hk-tuple-groups', TupleGroups);
