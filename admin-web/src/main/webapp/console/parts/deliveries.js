// The message-driven beans of the node that answers: at work, or paused and why.
import { View, define, html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { path, post } from '../core/api.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { exact } from '../core/format.js';
import { action, badge, card } from './bits.js';
import { askReason } from './dialog.js';
import { listingTable } from './table.js';
import { toast } from './toast.js';

class Deliveries extends View {
  #deliveries;

  start() {
    this.#deliveries = new Listing(this, ['deliveries'], { key: ({ group, bean }) => `${group} ${bean}` });
    live.onChange(this, ['delivery'], () => this.#deliveries.refresh());
  }

  template() {
    return card({
      title: t('nodes.beans'),
      flush: true,
      quiet: true,
      body: html`<p class="card-body text-secondary mb-0 pb-2">${t('beans.note')}</p>
        <div class="hk-live">${listingTable(this.#deliveries, {
          caption: t('nodes.beans'),
          none: { sign: 'cup-hot', title: t('beans.none'), text: t('beans.none-text') },
          columns: [
            { title: t('group.name'), wide: true, cell: ({ group }) => html`<a href=${link('groups', group)}>${group}</a>` },
            { title: t('beans.bean'), cell: ({ bean }) => bean || '–' },
            {
              title: t('message.state'),
              cell: (row) => html`${row.state === 'PAUSED' ? badge('warning', t('group.paused')) : badge('success', t('groups.active'))}
                ${row.reason ? html`<div class="hk-under">${row.reason}</div>` : nothing}`,
            },
            { title: t('beans.working'), end: true, cell: (row) => t('beans.of', { working: row.working, all: row.concurrency }) },
            { title: t('beans.failures'), end: true, cell: (row) => exact(row.failuresInARow) },
            { title: t('common.actions'), end: true, cell: (row) => html`<div class="hk-row-actions">${this.#button(row)}</div>` },
          ],
        })}</div>`,
    });
  }

  #button({ group, state }) {
    return state === 'PAUSED'
      ? action({ text: t('group.resume'), sign: 'play-fill', small: true, run: () => this.#ask(group, 'resume', t('beans.resume-title', { group }), t('beans.resume-text'), t('group.resume')) })
      : action({ text: t('group.pause'), sign: 'pause-fill', small: true, run: () => this.#ask(group, 'pause', t('beans.pause-title', { group }), t('beans.pause-text'), t('group.pause')) });
  }

  #ask(group, verb, title, text, confirm) {
    askReason({
      title,
      text,
      confirm,
      run: async ({ reason }) => {
        const { count } = await post(path(['deliveries', group, verb]), { reason });
        toast('success', t('beans.done', { n: count }));
        await this.#deliveries.load();
      },
    });
  }
}

define('hk-deliveries', Deliveries);
