// All groups with their figures, found, sorted and paged on the server.
import { View, define, html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { bytes, count, duration, rate } from '../core/format.js';
import { action, badge, card, header } from '../parts/bits.js';
import { search } from '../parts/search.js';
import { listingTable } from '../parts/table.js';
import { pauseOrResume } from '../parts/group-actions.js';
import { createGroup } from '../parts/group-form.js';

class Groups extends View {
  #groups;

  start() {
    this.#groups = new Listing(this, ['groups'], { query: { sort: 'name', kind: 'queue' } });
    this.#groups.onPage = () => live.watchGroups(this, this.#groups.rows.map((group) => group.name));
    live.follow(this, 'rates', ({ groups }) => this.#groups.patch(groups));
    live.onChange(this, ['group'], () => this.#groups.refresh());
  }

  template() {
    const { query } = this.#groups;
    const filtered = query.filter || query.state;
    return html`
      ${header({
        title: t('nav.groups'),
        note: t('groups.note'),
        actions: action({ id: 'create-group', role: 'administrator', text: t('group.create'), sign: 'plus-lg', tone: 'btn-primary', run: () => createGroup(() => this.#groups.load()) }),
      })}
      ${card({
        title: t('nav.groups'),
        flush: true,
        quiet: true,
        aside: html`<div class="hk-toolbar">
          ${search(t('groups.filter'), (filter) => this.#groups.filter({ filter }))}
          <select class="form-select" aria-label=${t('groups.kind')} @change=${(event) => this.#groups.filter({ kind: event.target.value })}>
            ${['queue', 'system', 'all'].map((kind) => html`<option value=${kind} ?selected=${query.kind === kind}>${t(`kind.${kind}`)}</option>`)}
          </select>
          <select class="form-select" aria-label=${t('groups.state')} @change=${(event) => this.#groups.filter({ state: event.target.value })}>
            <option value="">${t('groups.any-state')}</option>
            <option value="active">${t('groups.active')}</option>
            <option value="paused">${t('group.paused')}</option>
          </select>
        </div>`,
        body: html`<div class="hk-live">${listingTable(this.#groups, {
          caption: t('nav.groups'),
          columns: this.#columns(),
          none: filtered
            ? { sign: 'search', title: t('groups.none-found'), text: t('groups.none-found-text') }
            : {
                sign: 'collection',
                title: t('groups.none'),
                text: t('groups.none-text'),
                action: action({ role: 'administrator', text: t('group.create'), sign: 'plus-lg', tone: 'btn-primary', run: () => createGroup(() => this.#groups.load()) }),
              },
        })}</div>`,
      })}`;
  }

  #columns() {
    return [
      { title: t('group.name'), sort: 'name', wide: true, cell: (group) => html`<a href=${link('groups', group.name)}>${group.name}</a> ${marks(group)}` },
      { title: t('group.depth'), sort: 'depth', end: true, cell: (group) => count(group.depth) },
      { title: t('group.oldest'), sort: 'oldestAgeSeconds', end: true, cell: (group) => (group.oldestAgeSeconds > 0 ? duration(group.oldestAgeSeconds) : duration()) },
      { title: t('group.inFlight'), sort: 'inFlight', end: true, cell: (group) => count(group.inFlight) },
      { title: t('group.in'), sort: 'enqueuedPerSecond', end: true, cell: (group) => rate(group.enqueuedPerSecond) },
      { title: t('group.out'), sort: 'settledPerSecond', end: true, cell: (group) => rate(group.settledPerSecond) },
      { title: t('group.consumers'), sort: 'consumers', end: true, cell: (group) => count(group.consumers) },
      { title: t('group.bytes'), sort: 'storedBytes', end: true, cell: (group) => bytes(group.storedBytes) },
      {
        title: t('group.dead'),
        sort: 'deadLetters',
        end: true,
        cell: (group) => (group.deadLetters > 0 ? html`<a href=${link('dead-letters', group.name)}>${count(group.deadLetters)}</a>` : count(group.deadLetters)),
      },
      { title: t('common.actions'), end: true, cell: (group) => html`<div class="hk-row-actions">${pauseOrResume(group, () => this.#groups.refresh())}</div>` },
    ];
  }
}

const marks = (group) => html`
  ${group.paused ? badge('warning', t('group.paused')) : nothing}
  ${group.full ? badge('danger', t('group.full')) : nothing}
  ${group.settings.order === 'KEYED' ? badge('muted', t('order.KEYED')) : nothing}`;

define('hk-groups', Groups);
