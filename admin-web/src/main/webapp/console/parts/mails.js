// Finds mails by a part of their id, sender or recipient, and shows what each has met.
import { View, define, html } from '../core/view.js';
import { t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { bytes, exact, time } from '../core/format.js';
import { action, card } from './bits.js';
import { openDialog } from './dialog.js';
import { showMessage } from './message-view.js';
import { search } from './search.js';
import { listingTable } from './table.js';

const MOST = 100;

class Mails extends View {
  #mails;

  start() {
    this.#mails = new Listing(this, ['mail', 'messages'], { key: ({ message }) => message, limit: MOST });
  }

  template() {
    return card({
      title: t('mail.find'),
      flush: true,
      quiet: true,
      aside: html`<div class="hk-toolbar">${search(t('mail.find-text'), (text) => this.#mails.filter({ text }))}</div>`,
      body: html`<div class="hk-live">${listingTable(this.#mails, {
        caption: t('mail.find'),
        none: { sign: 'envelope', title: t('mail.none-found'), text: t('mail.none-found-text') },
        columns: [
          { title: t('mail.id'), wide: true, cell: (mail) => html`<button type="button" class="hk-link font-monospace" data-action="history" @click=${() => history(mail)}>${mail.id}</button>` },
          { title: t('mail.sender'), cell: (mail) => mail.sender || t('mail.report') },
          { title: t('mail.recipients'), cell: (mail) => recipients(mail) },
          { title: t('mail.received'), end: true, cell: (mail) => time(mail.receivedAt) },
          { title: t('mail.attempts'), end: true, cell: (mail) => exact(mail.attempts) },
          { title: t('mail.next'), end: true, cell: (mail) => time(mail.nextAttempt) },
          { title: t('message.size'), end: true, cell: (mail) => bytes(mail.bytes) },
          {
            title: t('common.actions'),
            end: true,
            cell: (mail) =>
              html`<div class="hk-row-actions">${action({ role: 'viewer', text: t('mail.read'), sign: 'envelope-open', small: true, iconOnly: true, run: () => showMessage({ group: 'mail', id: mail.message }) })}</div>`,
          },
        ],
      })}</div>`,
    });
  }
}

const SHOWN = 3;

const recipients = ({ recipients: all }) =>
  all.length > SHOWN ? t('mail.and-more', { names: all.slice(0, SHOWN).join(', '), n: all.length - SHOWN }) : all.join(', ');

function history(mail) {
  openDialog({
    title: t('mail.history', { id: mail.id }),
    wide: true,
    body: () =>
      mail.history.length === 0
        ? html`<p class="mb-0">${t('mail.no-history')}</p>`
        : html`<ol class="hk-history">${mail.history.map((line) => html`<li>${line}</li>`)}</ol>`,
  });
}

define('hk-mails', Mails);
