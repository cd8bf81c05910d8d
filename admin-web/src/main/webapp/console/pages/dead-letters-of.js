// The dead letters of one group, by what they failed of. Property: name.
import { View, define, html, nothing, repeat } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { count, exact, time } from '../core/format.js';
import { action, card, header, partly } from '../parts/bits.js';
import { discard, move, redrive } from '../parts/dead-letter-actions.js';
import { showMessage } from '../parts/message-view.js';
import { listingTable } from '../parts/table.js';

class DeadLettersOf extends View {
  #letters;
  #chosen = new Set();
  /** Reasons as they were shown first: their counts change under the pointer, their places do not. */
  #order = [];

  start() {
    this.#letters = new Listing(this, ['groups', this.name, 'dead-letters'], { key: ({ id }) => id });
    this.#letters.onLoad = () => (this.#order = []);
    live.follow(this, 'task', ({ state, group }) => state !== 'RUNNING' && group === this.name && this.#letters.load());
  }

  template() {
    const { page, query } = this.#letters;
    return html`
      ${header({ above: html`<a href=${link('dead-letters')}>${t('nav.dead-letters')}</a>`, title: this.name, note: html`<a href=${link('groups', this.name)}>${t('dead.to-group')}</a>` })}
      ${page && page.reasons.length + this.#order.length > 0 ? this.#reasons(page) : nothing}
      ${card({
        title: query.reason === undefined ? t('dead.all') : t('dead.of-reason', { reason: reasonText(query.reason) }),
        flush: true,
        aside: query.reason === undefined ? nothing : html`<button type="button" class="btn btn-sm" @click=${() => this.#filter(undefined)}>${t('dead.show-all')}</button>`,
        body: html`${this.#selected()}<div class="hk-live">${listingTable(this.#letters, {
          caption: t('dead.all'),
          select: this.#chosen,
          onSelect: () => this.update(),
          none: { sign: 'envelope-check', title: t('dead.none-of-group'), text: t('dead.none-text'), action: html`<a class="btn" href=${link('groups', this.name)}>${t('dead.to-group')}</a>` },
          columns: [
            { title: t('message.id'), wide: true, cell: (letter) => html`<button type="button" class="hk-link font-monospace" data-action="look" @click=${() => showMessage(letter)}>${letter.id}</button>` },
            { title: t('dead.reason'), cell: (letter) => reasonText(letter.reason) },
            { title: t('message.key'), cell: (letter) => letter.key ?? '–' },
            { title: t('dead.deliveries'), end: true, cell: (letter) => exact(letter.deliveries) },
            { title: t('dead.died'), end: true, cell: (letter) => time(letter.diedAt) },
            { title: t('node.name'), cell: (letter) => letter.diedOn ?? '–' },
            {
              title: t('common.actions'),
              end: true,
              cell: (letter) => html`<div class="hk-row-actions">${this.#buttons({ selection: 'ids', ids: [letter.id] }, 1, { iconOnly: true })}</div>`,
            },
          ],
        })}</div>`,
      })}`;
  }

  #reasons(page) {
    const { stored } = page;
    const counts = new Map(page.reasons.map(({ reason, count: n }) => [reason, n]));
    this.#order.push(...[...counts.keys()].filter((reason) => !this.#order.includes(reason)));
    return card({
      title: t('dead.by-reason'),
      flush: true,
      body: html`${partly(page)}<ul class="hk-log hk-reasons">
        ${repeat(
          this.#order,
          (reason) => reason,
          (reason) => this.#reason(reason, counts.get(reason) ?? 0),
        )}
        ${this.#order.length > 1
          ? html`<li><strong class="hk-reason-count">${count(stored)}</strong><span class="flex-fill">${t('dead.all')}</span>
              <div class="hk-row-actions">${this.#buttons({ selection: 'all' }, stored)}</div></li>`
          : nothing}
      </ul>`,
    });
  }

  #reason(reason, n) {
    return html`<li class=${n === 0 ? 'hk-gone' : ''}>
      <strong class="hk-reason-count">${count(n)}</strong>
      <button type="button" class="hk-link flex-fill" @click=${() => this.#filter(reason)}>${reasonText(reason)}</button>
      <div class="hk-row-actions">${n === 0 ? nothing : this.#buttons({ selection: 'reason', deadReason: reason }, n)}</div>
    </li>`;
  }

  #buttons(selection, n, { iconOnly = false } = {}) {
    const { page } = this.#letters;
    const done = () => this.#forget();
    return html`
      ${action({ id: 'redrive', text: t('dead.redrive'), sign: 'arrow-counterclockwise', small: true, iconOnly, run: () => redrive(this.name, selection, n, done) })}
      ${action({ id: 'move', text: t('dead.move'), sign: 'arrow-right-square', small: true, iconOnly, run: () => move(this.name, selection, n, done) })}
      ${action({ id: 'discard', text: t('message.delete'), sign: 'trash', small: true, iconOnly, run: () => discard(this.name, selection, n, done, page.counted < page.stored) })}`;
  }

  #selected() {
    if (this.#chosen.size === 0) return nothing;
    return html`<div class="hk-selected" role="status">
      <strong>${t('table.chosen', { n: this.#chosen.size })}</strong>
      ${this.#buttons({ selection: 'ids', ids: [...this.#chosen] }, this.#chosen.size)}
      <button type="button" class="btn btn-sm btn-link" @click=${() => this.#forget()}>${t('table.choose-none')}</button>
    </div>`;
  }

  #filter(reason) {
    this.#chosen.clear();
    return this.#letters.filter({ reason });
  }

  #forget() {
    this.#chosen.clear();
    this.update();
  }
}

const reasonText = (reason) => label('dead-reason', reason);

define('hk-dead-letters-of', DeadLettersOf);
