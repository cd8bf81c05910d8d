// Who did what, why, and what came of it.
import { View, define, html } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { live } from '../core/live.js';
import { time } from '../core/format.js';
import { card, header } from '../parts/bits.js';
import { result } from '../parts/action-line.js';
import { search } from '../parts/search.js';
import { listingTable } from '../parts/table.js';

class Actions extends View {
  #actions;

  start() {
    this.#actions = new Listing(this, ['actions'], { key: (row) => [row.at, row.user, row.node, row.action, row.target].join(' '), limit: 50 });
    live.follow(this, 'action', () => this.#actions.refresh());
  }

  template() {
    return html`
      ${header({ title: t('nav.actions'), note: t('actions.note') })}
      ${card({
        title: t('nav.actions'),
        flush: true,
        quiet: true,
        aside: html`<div class="hk-toolbar">${search(t('actions.filter'), (filter) => this.#actions.filter({ filter }))}</div>`,
        body: html`<div class="hk-live">${listingTable(this.#actions, {
          caption: t('nav.actions'),
          none: { sign: 'journal-text', title: t('actions.none'), text: t('actions.none-text') },
          columns: [
            { title: t('actions.at'), cell: (row) => time(row.at) },
            { title: t('sign-in.user'), wide: true, cell: (row) => row.user },
            { title: t('actions.action'), cell: (row) => label('action', row.action) },
            { title: t('actions.target'), cell: (row) => html`<span class="font-monospace">${row.target}</span>` },
            { title: t('actions.reason'), cell: (row) => row.reason || '–' },
            { title: t('actions.result'), cell: (row) => html`${result(row)} ${row.detail ? html`<div class="hk-under">${row.detail}</div>` : ''}` },
            { title: t('node.name'), cell: (row) => row.node },
          ],
        })}</div>`,
      })}`;
  }
}

define('hk-actions', Actions);
