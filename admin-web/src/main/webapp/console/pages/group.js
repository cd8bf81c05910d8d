// One group: figures, what it holds and of which key, where that lies, and how it behaves.
import { View, define, html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { exchange, get, path } from '../core/api.js';
import { go, link } from '../core/router.js';
import { live } from '../core/live.js';
import { bytes, count, duration, percent, rate, time } from '../core/format.js';
import { action, badge, card, empty, facts, failure, gauge, header, loading, tabs } from '../parts/bits.js';
import { table } from '../parts/table.js';
import { deleteButton, pauseOrResume, purgeButton } from '../parts/group-actions.js';
import { editSettings } from '../parts/group-form.js';
import '../parts/group-messages.js';
import '../parts/group-keys.js';
import '../parts/plot.js';

const REFRESH_MS = 5000;
const POINTS = 120;
const STEP_MS = 4500;

class Group extends View {
  #group = null;
  #tag = '';
  #problem = null;
  /** What the server kept, and what came since: a point in five seconds, the last one as it is now. */
  #points = [];

  start() {
    live.watchGroups(this, [this.name]);
    this.#loadHistory();
    this.every(REFRESH_MS, () => this.#load());
    live.onChange(this, ['group'], () => this.#load());
    live.follow(this, 'rates', ({ at, groups }) => {
      const group = groups.find(({ name }) => name === this.name);
      if (!group || this.#points.at(-1)?.at === at) return;
      this.#add({ at, in: group.enqueuedPerSecond, out: group.settledPerSecond, depth: group.depth });
      if (this.#group) this.#group = { ...this.#group, ...group };
      this.update();
    });
  }

  #add(point) {
    const before = this.#points.at(-2);
    const settled = before && new Date(point.at) - new Date(before.at) < STEP_MS ? this.#points.slice(0, -1) : this.#points;
    this.#points = [...settled, point].slice(-POINTS);
  }

  async #loadHistory() {
    const { points } = await get(path(['groups', this.name, 'history'])).catch(() => ({ points: [] })); // it is plotted from now on
    const since = this.#points[0]?.at ?? '~';
    const kept = points.filter(({ at }) => at < since).map(({ at, enqueuedPerSecond, settledPerSecond, depth }) => ({ at, in: enqueuedPerSecond, out: settledPerSecond, depth }));
    this.#points = [...kept, ...this.#points];
    this.update();
  }

  async #load() {
    try {
      const { content, headers } = await exchange('GET', path(['groups', this.name]));
      this.#group = content;
      this.#tag = headers.get('ETag');
      this.#problem = null;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#problem = problem;
    }
    this.update();
  }

  template() {
    const group = this.#group;
    const above = html`<a href=${link('groups')}>${t('nav.groups')}</a>`;
    if (this.#problem?.status === 404) {
      return html`${header({ above, title: this.name })}
        ${empty({ sign: 'collection', title: t('group.not-there'), text: t('group.not-there-text'), action: html`<a class="btn" href=${link('groups')}>${t('overview.all-groups')}</a>` })}`;
    }
    if (!group) return html`${header({ above, title: this.name })}${this.#problem ? failure(this.#problem, () => this.#load()) : loading()}`;
    return html`
      ${header({
        above,
        title: group.name,
        note: html`${badge('muted', t(`order.${group.settings.order}`))} ${group.paused ? badge('warning', t('group.paused')) : nothing}
          ${group.full ? badge('danger', t('group.full')) : nothing}`,
        actions: html`${pauseOrResume(group, () => this.#load(), false)} ${purgeButton(group, () => this.#load())} ${deleteButton(group, () => go('groups'))}`,
      })}
      ${this.#problem ? failure(this.#problem, () => this.#load()) : nothing}
      ${tabs(
        [
          { id: 'summary', href: link('groups', this.name), text: t('group.summary') },
          { id: 'messages', href: link('groups', this.name, 'messages'), text: t('group.messages'), count: count(group.depth) },
          { id: 'keys', href: link('groups', this.name, 'keys'), text: t('group.keys') },
          { id: 'settings', href: link('groups', this.name, 'settings'), text: t('group.settings') },
        ],
        this.tab,
      )}
      ${this.#content(group)}`;
  }

  #content(group) {
    if (this.tab === 'messages') return html`<hk-group-messages .name=${this.name}></hk-group-messages>`;
    if (this.tab === 'keys') return html`<hk-group-keys .name=${this.name}></hk-group-keys>`;
    if (this.tab === 'settings') return this.#settings(group);
    return html`
      <dl class="hk-stats hk-live mb-0">
        ${stat(t('group.depth'), count(group.depth), t('group.depth-note', { ready: count(group.ready), delayed: count(group.delayed) }))}
        ${stat(t('group.oldest'), group.oldestAgeSeconds > 0 ? duration(group.oldestAgeSeconds) : duration(), t('group.oldest-note'))}
        ${stat(t('group.inFlight'), count(group.inFlight), t('group.consumers-note', { n: group.consumers }))}
        ${stat(
          t('group.dead'),
          group.deadLetters > 0 ? html`<a href=${link('dead-letters', group.name)}>${count(group.deadLetters)}</a>` : count(group.deadLetters),
          t('group.dead-note', { n: group.redeliveredTotal }),
        )}
      </dl>
      <hk-group-messages .name=${this.name} .short=${true}></hk-group-messages>
      <div class="hk-grid hk-live">
        <div class="hk-half">${card({ title: t('group.rates'), body: this.#rates() })}</div>
        <div class="hk-half">${card({ title: t('group.depth'), body: this.#depth() })}</div>
        <div>${card({ title: t('group.distribution'), flush: true, body: distribution(group) })}</div>
      </div>`;
  }

  #rates() {
    const last = this.#points.at(-1);
    return html`<hk-plot .times=${this.#points.map(({ at }) => time(at))} .format=${rate}
      .summary=${t('overview.rates-summary', { in: rate(last?.in), out: rate(last?.out) })}
      .series=${[
        { name: t('group.in'), tone: 'plot-in', values: this.#points.map((point) => point.in) },
        { name: t('group.out'), tone: 'plot-out', values: this.#points.map((point) => point.out) },
      ]}></hk-plot>`;
  }

  #depth() {
    return html`<hk-plot .times=${this.#points.map(({ at }) => time(at))} .format=${count}
      .summary=${t('overview.backlog-summary', { backlog: count(this.#points.at(-1)?.depth) })}
      .series=${[{ name: t('group.depth'), tone: 'plot-third', values: this.#points.map((point) => point.depth) }]}></hk-plot>`;
  }

  #settings({ settings, kind }) {
    const unlimited = (value, text) => (value > 0 ? text(value) : t('setting.none'));
    return card({
      title: t('group.settings'),
      aside:
        kind === 'queue'
          ? action({ id: 'edit-settings', role: 'administrator', text: t('common.edit'), sign: 'pencil', small: true, run: () => this.#edit() })
          : nothing,
      body: facts([
        [t('setting.order'), t(`order.${settings.order}`)],
        [t('setting.deliveryLimit'), count(settings.deliveryLimit)],
        [t('setting.redeliveryDelaySeconds'), unlimited(settings.redeliveryDelaySeconds, duration)],
        [t('setting.redeliveryMultiplier'), String(settings.redeliveryMultiplier)],
        [t('setting.redeliveryDelayMaxSeconds'), duration(settings.redeliveryDelayMaxSeconds)],
        [t('setting.expirySeconds'), unlimited(settings.expirySeconds, duration)],
        [t('setting.keepDeadLetters'), settings.keepDeadLetters ? t('common.yes') : t('common.no')],
        [t('setting.maxMessages'), unlimited(settings.maxMessages, count)],
        [t('setting.maxBytes'), unlimited(settings.maxBytes, bytes)],
        [t('setting.whenFull'), t(`whenFull.${settings.whenFull}`)],
        [t('setting.fullWaitSeconds'), unlimited(settings.fullWaitSeconds, duration)],
      ]),
    });
  }

  /** Reads them anew, so that the form begins with what is true now. */
  async #edit() {
    const { content, headers } = await exchange('GET', path(['groups', this.name, 'settings']));
    editSettings(this.name, content, headers.get('ETag') ?? this.#tag, () => this.#load());
  }
}

const stat = (name, value, note) => html`<div class="card hk-stat"><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`;

function distribution(group) {
  const most = Math.max(1, ...group.nodes.map((node) => node.ready + node.delayed + node.inFlight));
  const all = group.nodes.reduce((sum, node) => sum + node.ready + node.delayed + node.inFlight, 0);
  return table({
    caption: t('group.distribution'),
    rows: group.nodes,
    key: (node) => node.node,
    columns: [
      { title: t('node.name'), wide: true, cell: (node) => html`${node.node} ${node.answering ? nothing : badge('danger', t('node.silent'))}` },
      {
        title: t('group.share'),
        cell: (node) => {
          const held = node.ready + node.delayed + node.inFlight;
          return node.answering ? gauge(held, most, all > 0 ? percent(held, all) : t('group.empty')) : t('node.no-figures');
        },
      },
      { title: t('group.ready'), end: true, cell: (node) => figure(node, node.ready) },
      { title: t('group.delayed'), end: true, cell: (node) => figure(node, node.delayed) },
      { title: t('group.inFlight'), end: true, cell: (node) => figure(node, node.inFlight) },
      { title: t('group.consumers'), end: true, cell: (node) => figure(node, node.consumers) },
      { title: t('group.bytes'), end: true, cell: (node) => bytes(node.answering ? node.storedBytes : undefined) },
    ],
  });
}

const figure = (node, value) => count(node.answering ? value : undefined);

define('hk-group', Group, ['tab']);
