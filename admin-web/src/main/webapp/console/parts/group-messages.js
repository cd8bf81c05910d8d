// The messages of a group: looked at, not taken. Properties: name, short (only the first few).
import { View, define, html, nothing } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { DEFAULT_LIMIT, Listing } from '../core/listing.js';
import { get, path, remove } from '../core/api.js';
import { link } from '../core/router.js';
import { bytes, duration, time } from '../core/format.js';
import { action, badge, card } from './bits.js';
import { ask, askTyped } from './dialog.js';
import { showMessage } from './message-view.js';
import { search } from './search.js';
import { listingTable, table } from './table.js';
import { startTask, taskTargets } from './task-actions.js';
import { toast } from './toast.js';

const SHORT = 5;
const FOUND = 100;

/** As MessageId writes itself: the writer's incarnation and a number, both in hexadecimal. */
const MESSAGE_ID = /^[0-9a-f]{8,}-[0-9a-f]+$/i;

const TONES = { READY: 'success', DELAYED: 'info', IN_FLIGHT: 'warning' };

class GroupMessages extends View {
  #messages;
  #chosen = new Set();

  start() {
    this.#messages = new Listing(this, ['groups', this.name, 'messages'], { key: ({ id }) => id, limit: this.short ? SHORT : undefined });
  }

  template() {
    const none = { sign: 'inbox', title: t('messages.none'), text: this.#messages.query.text ? t('messages.none-found') : t('messages.none-text') };
    if (this.short) {
      const { rows, loaded } = this.#messages;
      return card({
        title: t('messages.next'),
        flush: true,
        aside: html`<a href=${link('groups', this.name, 'messages')}>${t('messages.all')}</a>`,
        body: html`<div class="hk-live">
          ${loaded && rows.length > 0
            ? table({ caption: t('messages.next'), columns: this.#columns(), rows, key: ({ id }) => id, gone: this.#messages.gone })
            : listingTable(this.#messages, { none })}
        </div>`,
      });
    }
    return card({
      title: t('group.messages'),
      flush: true,
      quiet: true,
      aside: html`<div class="hk-toolbar">${search(t('messages.search'), (text) => this.#find(text))}</div>`,
      body: html`${this.#selected()}
        <div class="hk-live">
          ${listingTable(this.#messages, {
            caption: t('group.messages'),
            columns: this.#columns(),
            select: this.#chosen,
            onSelect: () => this.update(),
            none,
          })}
        </div>`,
    });
  }

  #columns() {
    return [
      {
        title: t('message.id'),
        wide: true,
        cell: (message) => html`<button type="button" class="hk-link font-monospace" data-action="look" @click=${() => this.#look(message)}>${message.id}</button>`,
      },
      { title: t('message.state'), cell: (message) => badge(TONES[message.state], label('message-state', message.state), message.notBefore ? t('message.not-before', { time: time(message.notBefore) }) : '') },
      { title: t('message.key'), cell: (message) => message.key ?? '–' },
      { title: t('message.age'), end: true, cell: (message) => duration(message.ageSeconds) },
      { title: t('message.failed'), end: true, cell: (message) => message.failedDeliveries },
      { title: t('message.size'), end: true, cell: (message) => bytes(message.bodyBytes) },
      { title: t('message.body'), cell: (message) => html`<span class="hk-preview">${message.preview}</span>` },
      {
        title: t('common.actions'),
        end: true,
        cell: (message) =>
          html`<div class="hk-row-actions">${action({ id: 'delete-message', text: t('message.delete'), sign: 'trash', small: true, iconOnly: true, run: () => this.#delete(message) })}</div>`,
      },
    ];
  }

  /** An id is looked for in all groups; anything else in keys and headers of this one. */
  async #find(text) {
    this.#chosen.clear();
    this.#messages.limit = text ? FOUND : DEFAULT_LIMIT;
    if (MESSAGE_ID.test(text)) {
      const found = await get(path(['messages', text])).catch((problem) => problem.status === undefined ? Promise.reject(problem) : null);
      if (found) {
        showMessage(found, () => this.#messages.load());
        return;
      }
    }
    await this.#messages.filter({ text: text || undefined });
  }

  #look(message) {
    showMessage(message, () => this.#messages.load());
  }

  #delete(message) {
    ask({
      title: t('message.delete-title'),
      text: html`${t('message.delete-text')} <code>${message.id}</code>`,
      confirm: t('message.delete'),
      tone: 'btn-danger',
      run: async () => {
        await remove(path(['groups', this.name, 'messages', message.id]));
        toast('success', t('message.deleted'));
        await this.#messages.load();
      },
    });
  }

  #selected() {
    if (this.#chosen.size === 0) return nothing;
    const ids = [...this.#chosen];
    return html`<div class="hk-selected" role="status">
      <strong>${t('table.chosen', { n: ids.length })}</strong>
      ${action({ text: t('dead.move'), sign: 'arrow-right-square', small: true, run: () => this.#move(ids) })}
      ${action({ text: t('message.delete'), sign: 'trash', small: true, tone: 'btn-outline-danger', run: () => this.#deleteAll(ids) })}
      <button type="button" class="btn btn-sm btn-link" @click=${() => this.#forget()}>${t('table.choose-none')}</button>
    </div>`;
  }

  #forget() {
    this.#chosen.clear();
    this.update();
  }

  async #move(ids) {
    await taskTargets({
      title: t('dead.move-title', { n: ids.length }),
      run: async (target, reason) => {
        await startTask(['groups', this.name, 'messages', 'tasks'], { action: 'move', target, selection: 'ids', ids, reason });
        this.#forget();
      },
    });
  }

  #deleteAll(ids) {
    askTyped({
      title: t('message.delete-many', { n: ids.length }),
      text: t('message.delete-many-text'),
      name: this.name,
      count: ids.length,
      noun: t('noun.messages'),
      confirm: t('message.delete'),
      run: async ({ reason }) => {
        await startTask(['groups', this.name, 'messages', 'tasks'], { action: 'delete', selection: 'ids', ids, reason });
        this.#forget();
      },
    });
  }
}

define('hk-group-messages', GroupMessages);
