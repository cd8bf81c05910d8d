// Transactions in doubt, and deciding them in place of a transaction manager that does not come back.
import { View, define, html } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { path, post } from '../core/api.js';
import { live } from '../core/live.js';
import { duration, exact } from '../core/format.js';
import { action, badge, card } from './bits.js';
import { askTyped } from './dialog.js';
import { listingTable } from './table.js';
import { toast } from './toast.js';

class Branches extends View {
  #branches;

  start() {
    this.#branches = new Listing(this, ['branches'], { key: ({ branch }) => branch });
    live.onChange(this, ['branch'], () => this.#branches.refresh());
  }

  template() {
    return card({
      title: t('nodes.transactions'),
      flush: true,
      quiet: true,
      body: html`<div class="hk-live">${listingTable(this.#branches, {
        caption: t('nodes.transactions'),
        none: { sign: 'check2-all', title: t('branches.none'), text: t('branches.none-text') },
        columns: [
          { title: t('branch.name'), wide: true, cell: ({ branch }) => html`<span class="font-monospace">${branch}</span>` },
          { title: t('branch.state'), cell: ({ state }) => badge(state === 'PREPARED' ? 'warning' : 'info', label('branch-state', state)) },
          { title: t('node.name'), cell: (row) => html`${row.node} ${row.nodePresent ? '' : badge('danger', t('branch.node-gone'))}` },
          { title: t('message.age'), end: true, cell: (row) => duration(row.ageSeconds) },
          { title: t('branch.sends'), end: true, cell: (row) => exact(row.sends) },
          { title: t('branch.settles'), end: true, cell: (row) => exact(row.settles) },
          {
            title: t('common.actions'),
            end: true,
            cell: (row) => html`<div class="hk-row-actions">
              ${action({ id: 'commit-branch', role: 'administrator', text: t('branch.commit'), small: true, run: () => this.#resolve(row, 'commit', t('branch.commit')) })}
              ${action({ id: 'roll-back-branch', role: 'administrator', text: t('branch.rollback'), small: true, run: () => this.#resolve(row, 'rollback', t('branch.rollback')) })}
            </div>`,
          },
        ],
      })}</div>`,
    });
  }

  #resolve({ branch, sends, settles }, outcome, confirm) {
    askTyped({
      title: confirm,
      text: t('branch.resolve-text'),
      name: branch,
      count: sends + settles,
      noun: t('noun.messages'),
      confirm,
      run: async ({ typed, reason }) => {
        await post(path(['branches', branch, 'resolve']), { outcome, confirm: typed, reason });
        toast('success', t('branch.resolved'));
        await this.#branches.load();
      },
    });
  }
}

define('hk-branches', Branches);
