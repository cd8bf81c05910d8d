// Where mail goes: what waits, what was the last error, and what is held back by hand.
import { View, define, html, live as bound, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { path, post } from '../core/api.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { count, duration, rate, time } from '../core/format.js';
import { action, badge, card, partly } from './bits.js';
import { askReason, askTyped, openDialog } from './dialog.js';
import { search } from './search.js';
import { listingTable } from './table.js';
import { toast } from './toast.js';

/** As operators think of them; 30 days is the most that the server allows. */
const SUSPENSIONS_S = [900, 3600, 4 * 3600, 24 * 3600, 7 * 24 * 3600];

class Destinations extends View {
  #destinations;

  start() {
    this.#destinations = new Listing(this, ['mail', 'destinations'], { key: ({ domain }) => domain, query: { sort: '-depth' } });
    live.onChange(this, ['destination'], () => this.#destinations.refresh());
  }

  template() {
    return card({
      title: t('mail.destinations'),
      flush: true,
      quiet: true,
      aside: html`<div class="hk-toolbar">${search(t('mail.filter'), (filter) => this.#destinations.filter({ filter }))}</div>`,
      body: html`<p class="card-body text-secondary mb-0 pb-2">${t('mail.figures-note')}</p>${partly(this.#destinations.page)}<div class="hk-live">${listingTable(this.#destinations, {
        caption: t('mail.destinations'),
        none: { sign: 'send-check', title: t('mail.none'), text: t('mail.none-text'), action: html`<a class="btn" href=${link('mail', 'find')}>${t('mail.find')}</a>` },
        columns: [
          {
            title: t('mail.domain'),
            sort: 'domain',
            wide: true,
            cell: (row) => html`${row.domain || t('mail.several')}
              ${row.suspendedUntil ? badge('warning', t('mail.suspended-until', { time: time(row.suspendedUntil) }), row.suspendedReason) : nothing}
              ${row.suspendedUntil && row.suspendedReason ? html`<div class="hk-under">${row.suspendedReason}</div>` : nothing}
              ${row.lastError ? html`<div class="hk-under">${row.lastError}</div>` : nothing}`,
          },
          { title: t('mail.depth'), sort: 'depth', end: true, cell: (row) => count(row.depth) },
          { title: t('mail.waiting'), sort: 'waiting', end: true, cell: (row) => count(row.waiting) },
          { title: t('group.oldest'), sort: 'oldestAgeSeconds', end: true, cell: (row) => duration(row.oldestAgeSeconds) },
          { title: t('mail.rate'), sort: 'deliveredPerSecond', end: true, cell: (row) => rate(row.deliveredPerSecond) },
          { title: t('mail.failed'), end: true, cell: (row) => count(row.failedTotal) },
          { title: t('common.actions'), end: true, cell: (row) => (row.domain === '' ? nothing : html`<div class="hk-row-actions">${this.#buttons(row)}</div>`) },
        ],
      })}</div>`,
    });
  }

  #buttons(row) {
    return html`
      ${action({ id: 'retry', text: t('mail.retry'), sign: 'arrow-repeat', small: true, disabled: row.waiting === 0, run: () => this.#retry(row) })}
      ${row.suspendedUntil
        ? action({ id: 'resume', text: t('mail.resume'), sign: 'play-fill', small: true, run: () => this.#resume(row) })
        : action({ id: 'suspend', text: t('mail.suspend'), sign: 'pause-fill', small: true, run: () => this.#suspend(row) })}
      ${action({ id: 'bounce', text: t('mail.bounce'), sign: 'reply-all', small: true, disabled: row.waiting === 0, run: () => this.#bounce(row) })}`;
  }

  #retry({ domain, waiting }) {
    askReason({
      title: t('mail.retry-title', { domain }),
      text: t('mail.retry-text', { n: waiting }),
      confirm: t('mail.retry'),
      run: async ({ reason }) => {
        const { count: n } = await post(path(['mail', 'destinations', domain, 'retry']), { reason });
        toast('success', t('mail.retried', { n }));
        await this.#destinations.refresh();
      },
    });
  }

  #resume({ domain }) {
    askReason({
      title: t('mail.resume-title', { domain }),
      text: t('mail.resume-text'),
      confirm: t('mail.resume'),
      run: async ({ reason }) => {
        await post(path(['mail', 'destinations', domain, 'resume']), { reason });
        toast('success', t('mail.resumed', { domain }));
        await this.#destinations.refresh();
      },
    });
  }

  #suspend({ domain }) {
    openDialog({
      title: t('mail.suspend-title', { domain }),
      confirm: t('mail.suspend'),
      state: { seconds: SUSPENSIONS_S[1], reason: '' },
      valid: ({ reason }) => reason.trim() !== '',
      body: (dialog) => html`
        <p>${t('mail.suspend-text')}</p>
        <label class="form-label" for="suspend-for">${t('mail.suspend-for')}</label>
        <select id="suspend-for" class="form-select mb-3" @change=${(event) => dialog.set({ seconds: Number(event.target.value) })}>
          ${SUSPENSIONS_S.map((seconds) => html`<option value=${seconds} ?selected=${seconds === dialog.state.seconds}>${duration(seconds)}</option>`)}
        </select>
        <label class="form-label" for="suspend-why">${t('dialog.reason-required')}</label>
        <input id="suspend-why" class="form-control" maxlength="300" .value=${bound(dialog.state.reason)} @input=${(event) => dialog.set({ reason: event.target.value })}>`,
      run: async ({ seconds, reason }) => {
        const until = new Date(Date.now() + seconds * 1000).toISOString();
        await post(path(['mail', 'destinations', domain, 'suspend']), { until, reason });
        toast('success', t('mail.suspended', { domain }));
        await this.#destinations.refresh();
      },
    });
  }

  #bounce({ domain, waiting }) {
    askTyped({
      title: t('mail.bounce-title', { domain }),
      text: t('mail.bounce-text'),
      name: domain,
      count: waiting,
      noun: t('noun.mails'),
      reasonRequired: true,
      confirm: t('mail.bounce'),
      run: async ({ typed, reason }) => {
        const { count: n } = await post(path(['mail', 'destinations', domain, 'bounce']), { confirm: typed, expectedMessages: waiting, reason });
        toast('success', t('mail.bounced', { n }));
        await this.#destinations.refresh();
      },
    });
  }
}

define('hk-destinations', Destinations);
