// The queues of a group: one for each key. Property: name.
import { View, define, html } from '../core/view.js';
import { t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { path, post } from '../core/api.js';
import { bytes, count, duration } from '../core/format.js';
import { action, card, partly } from './bits.js';
import { askReason } from './dialog.js';
import { search } from './search.js';
import { listingTable } from './table.js';
import { toast } from './toast.js';

class GroupKeys extends View {
  #keys;

  start() {
    this.#keys = new Listing(this, ['groups', this.name, 'keys'], { key: ({ key }) => key, query: { sort: '-depth' } });
  }

  template() {
    return card({
      title: t('group.keys'),
      flush: true,
      quiet: true,
      aside: html`<div class="hk-toolbar">${search(t('keys.filter'), (filter) => this.#keys.filter({ filter }))}</div>`,
      body: html`${partly(this.#keys.page)}<div class="hk-live">${listingTable(this.#keys, {
        caption: t('group.keys'),
        none: { sign: 'key', title: t('keys.none'), text: t('keys.none-text') },
        columns: [
          { title: t('message.key'), sort: 'key', wide: true, cell: ({ key }) => (key === '' ? t('keys.without') : key) },
          { title: t('group.depth'), sort: 'depth', end: true, cell: (row) => count(row.depth) },
          { title: t('group.ready'), sort: 'ready', end: true, cell: (row) => count(row.ready) },
          { title: t('group.delayed'), sort: 'delayed', end: true, cell: (row) => count(row.delayed) },
          { title: t('group.inFlight'), sort: 'inFlight', end: true, cell: (row) => count(row.inFlight) },
          { title: t('group.oldest'), sort: 'oldestAgeSeconds', end: true, cell: (row) => duration(row.oldestAgeSeconds) },
          { title: t('group.bytes'), sort: 'bytes', end: true, cell: (row) => bytes(row.bytes) },
          {
            title: t('common.actions'),
            end: true,
            cell: (row) => html`<div class="hk-row-actions">${action({ text: t('keys.now'), sign: 'fast-forward', small: true, disabled: row.delayed === 0, run: () => this.#now(row) })}</div>`,
          },
        ],
      })}</div>`,
    });
  }

  #now({ key, delayed }) {
    askReason({
      title: t('keys.now-title', { key: key || t('keys.without') }),
      text: t('keys.now-text', { n: delayed }),
      confirm: t('keys.now'),
      run: async ({ reason }) => {
        const { count: moved } = await post(path(['groups', this.name, 'keys', 'deliver-now']), { key, reason });
        toast('success', t('keys.now-done', { n: moved }));
        await this.#keys.load();
      },
    });
  }
}

define('hk-group-keys', GroupKeys);
