// Groups that have dead letters, and what to do about all of a group's at once.
import { View, define, html } from '../core/view.js';
import { t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { count, duration } from '../core/format.js';
import { action, card, header } from '../parts/bits.js';
import { search } from '../parts/search.js';
import { listingTable } from '../parts/table.js';
import { redrive } from '../parts/dead-letter-actions.js';

const SUFFIX = '.dead';

class DeadLetters extends View {
  #groups;

  start() {
    this.#groups = new Listing(this, ['groups'], { query: { kind: 'dead-letters', sort: '-depth' } });
    live.onChange(this, ['group'], () => this.#groups.refresh());
    live.follow(this, 'task', ({ state }) => state !== 'RUNNING' && this.#groups.refresh());
  }

  template() {
    return html`
      ${header({ title: t('nav.dead-letters'), note: t('dead.note') })}
      ${card({
        title: t('dead.by-group'),
        flush: true,
        quiet: true,
        aside: html`<div class="hk-toolbar">${search(t('groups.filter'), (filter) => this.#groups.filter({ filter }))}</div>`,
        body: html`<div class="hk-live">${listingTable(this.#groups, {
          caption: t('dead.by-group'),
          none: { sign: 'envelope-check', title: t('dead.none'), text: t('dead.none-text'), action: html`<a class="btn" href=${link('groups')}>${t('overview.all-groups')}</a>` },
          columns: [
            { title: t('group.name'), sort: 'name', wide: true, cell: (group) => html`<a href=${link('dead-letters', origin(group))}>${origin(group)}</a>` },
            { title: t('nav.dead-letters'), sort: 'depth', end: true, cell: (group) => count(group.depth) },
            { title: t('group.oldest'), sort: 'oldestAgeSeconds', end: true, cell: (group) => (group.oldestAgeSeconds > 0 ? duration(group.oldestAgeSeconds) : duration()) },
            {
              title: t('common.actions'),
              end: true,
              cell: (group) => html`<div class="hk-row-actions">${action({
                id: 'redrive', text: t('dead.redrive-all'), sign: 'arrow-counterclockwise', small: true, disabled: group.depth === 0,
                run: () => redrive(origin(group), { selection: 'all' }, group.depth),
              })}</div>`,
            },
          ],
        })}</div>`,
      })}`;
  }
}

const origin = ({ name }) => (name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name);

define('hk-dead-letters', DeadLetters);
