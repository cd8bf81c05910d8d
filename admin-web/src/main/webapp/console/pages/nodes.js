// The members of the cluster, what they hold and how they are; drains; transactions in doubt; beans.
// Property: tab.
import { View, define, html, nothing } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { get, path, post, put } from '../core/api.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { count } from '../core/format.js';
import { action, badge, card, failure, header, loading, tabs } from '../parts/bits.js';
import { askReason } from '../parts/dialog.js';
import { drainButton, drainProgress } from '../parts/drain.js';
import { heapGauge, load, lostNode, memoryGauge, nodeState, slow } from '../parts/node-card.js';
import { table } from '../parts/table.js';
import { toast } from '../parts/toast.js';
import '../parts/branches.js';
import '../parts/deliveries.js';

const STATE_TONES = { HEALTHY: 'success', REBALANCING: 'info', TOO_FEW_NODES: 'warning', UNAVAILABLE: 'danger' };

class Nodes extends View {
  #nodes = null;
  #problem = null;

  start() {
    this.#load();
    live.follow(this, 'nodes', (nodes) => this.#take(nodes));
    live.onChange(this, ['node', 'cluster'], () => this.#load());
  }

  async #load() {
    try {
      this.#take(await get('nodes'));
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#problem = problem;
      this.update();
    }
  }

  #take(nodes) {
    this.#nodes = nodes;
    this.#problem = null;
    this.update();
  }

  template() {
    if (!this.#nodes) return html`${header({ title: t('nav.nodes') })}${this.#problem ? failure(this.#problem, () => this.#load()) : loading()}`;
    const { cluster, nodes } = this.#nodes;
    const doubt = nodes.reduce((sum, node) => sum + node.inDoubt, 0);
    return html`
      ${header({
        above: cluster.name,
        title: t('nav.nodes'),
        note: html`${badge(STATE_TONES[cluster.state], label('cluster-state', cluster.state))}
          ${t('overview.nodes', { n: cluster.nodes })} · ${t('overview.copies', { now: cluster.copiesNow, copies: cluster.copies })}
          ${cluster.rebalanceEnabled ? nothing : badge('warning', t('nodes.rebalance-is-off'))}`,
        actions: this.#rebalance(cluster),
      })}
      ${tabs(
        [
          { id: 'members', href: link('nodes'), text: t('nodes.members'), count: count(nodes.length) },
          { id: 'transactions', href: link('nodes', 'transactions'), text: t('nodes.transactions'), count: count(doubt) },
          { id: 'beans', href: link('nodes', 'beans'), text: t('nodes.beans') },
        ],
        this.tab,
      )}
      ${this.tab === 'transactions' ? html`<hk-branches></hk-branches>` : this.tab === 'beans' ? html`<hk-deliveries></hk-deliveries>` : this.#members(cluster, nodes)}`;
  }

  #rebalance({ rebalanceEnabled }) {
    const [text, title, body] = rebalanceEnabled
      ? [t('nodes.rebalance-off'), t('nodes.rebalance-off-title'), t('nodes.rebalance-off-text')]
      : [t('nodes.rebalance-on'), t('nodes.rebalance-on-title'), t('nodes.rebalance-on-text')];
    return action({
      id: 'rebalance',
      role: 'administrator',
      text,
      sign: rebalanceEnabled ? 'pause-circle' : 'shuffle',
      run: () =>
        askReason({
          title,
          text: body,
          confirm: text,
          run: async ({ reason }) => {
            await put('nodes/rebalance', { enabled: !rebalanceEnabled, reason });
            toast('success', t('nodes.rebalance-done'));
            await this.#load();
          },
        }),
    });
  }

  #forget({ name }) {
    return action({
      text: t('node.forget'),
      sign: 'eye-slash',
      small: true,
      run: () =>
        askReason({
          title: t('node.forget-title', { name }),
          text: t('node.forget-text'),
          confirm: t('node.forget'),
          run: async ({ reason }) => {
            await post(path(['nodes', name, 'forget']), { reason });
            toast('success', t('node.forgotten', { name }));
            await this.#load();
          },
        }),
    });
  }

  #members(cluster, nodes) {
    const done = () => this.#load();
    return html`
      ${nodes.filter(({ state }) => state === 'DRAINING').map((node) => drainProgress(node))}
      ${cluster.missing.length > 0 ? html`<div class="hk-nodes">${cluster.missing.map((node) => lostNode(node, this.#forget(node)))}</div>` : nothing}
      ${card({
        title: t('nodes.members'),
        flush: true,
        quiet: true,
        body: html`<div class="hk-live">${table({
          caption: t('nodes.members'),
          rows: nodes,
          key: ({ name }) => name,
          columns: [
            {
              title: t('node.name'),
              wide: true,
              cell: (node) => html`${node.name} ${nodeState(node)} ${node.self ? html`<small class="text-secondary">${t('node.self')}</small>` : nothing} ${slow(node)}
                <div class="hk-under">${node.address}</div>`,
            },
            { title: t('node.ownership'), end: true, cell: (node) => (node.answering ? t('node.segments', { n: node.primarySegments, all: cluster.segments }) : count()) },
            { title: t('node.memory'), cell: memoryGauge },
            { title: t('node.heap'), cell: heapGauge },
            { title: t('node.cpu'), end: true, cell: load },
            { title: t('node.doubt'), end: true, cell: (node) => count(node.answering ? node.inDoubt : undefined) },
            { title: t('common.actions'), end: true, cell: (node) => html`<div class="hk-row-actions">${drainButton(node, done)}</div>` },
          ],
        })}</div>`,
      })}`;
  }
}

define('hk-nodes', Nodes, ['tab']);
