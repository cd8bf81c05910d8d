// One look: is all well, what comes and goes, what waits longest, who is there.
import { View, define, html, nothing } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { get } from '../core/api.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { count, duration, rate, time } from '../core/format.js';
import { badge, card, empty, failure, header, icon, loading } from '../parts/bits.js';
import { table } from '../parts/table.js';
import { verdictCard } from '../parts/verdict.js';
import { lostNode, nodeCard } from '../parts/node-card.js';
import { jobProgress } from '../parts/job-bits.js';
import { actionLine } from '../parts/action-line.js';
import '../parts/plot.js';

const REFRESH_MS = 5000;
const OLDEST = 5;
const ACTIONS = 6;

class Overview extends View {
  #data = null;
  #problem = null;
  #rates = null;

  start() {
    this.every(REFRESH_MS, () => this.#load());
    live.follow(this, 'rates', (rates) => {
      this.#rates = rates;
      this.update();
    });
    live.follow(this, 'nodes', (nodes) => {
      if (!this.#data) return;
      this.#data = { ...this.#data, cluster: nodes.cluster, nodes: nodes.nodes };
      this.update();
    });
    live.follow(this, 'heartbeat', () => this.update());
    live.onChange(this, ['group', 'job', 'node', 'cluster'], () => this.#load());
    live.follow(this, 'action', () => this.#data && this.#load());
  }

  async #load() {
    try {
      this.#data = await get('overview');
      this.#problem = null;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#problem = problem;
    }
    this.update();
  }

  template() {
    if (!this.#data) return html`${header({ title: t('nav.overview') })}${this.#problem ? failure(this.#problem, () => this.#load()) : loading()}`;
    const newest = this.#rates && this.#rates.at >= this.#data.at ? this.#rates : this.#data;
    const { totals, verdict } = newest;
    const { cluster, nodes, history, oldestGroups, runningJobs, lastActions, lastActionsComplete } = this.#data;
    return html`
      ${header({ above: cluster.name, title: t('nav.overview') })}
      ${verdictCard(verdict, cluster, newest.at)}
      <dl class="hk-stats hk-live mb-0">
        ${stat('in', t('overview.in'), `${rate(totals.enqueuedPerSecond)}/s`, t('overview.ten-seconds'))}
        ${stat('out', t('overview.out'), `${rate(totals.settledPerSecond)}/s`, t('overview.ten-seconds'))}
        ${stat('backlog', t('overview.backlog'), count(totals.backlog), t('overview.backlog-note', { groups: totals.groups, flight: totals.inFlight }))}
        ${stat('oldest', t('overview.oldest'), duration(totals.oldestAgeSeconds),
          totals.oldestGroup ? html`<a href=${link('groups', totals.oldestGroup)}>${totals.oldestGroup}</a>` : t('overview.nothing-waits'))}
      </dl>
      <div class="hk-grid hk-live">
        <div class="hk-half">${card({ title: t('overview.rates'), body: this.#ratesPlot(history) })}</div>
        <div class="hk-half">${card({ title: t('overview.backlog'), body: this.#backlogPlot(history) })}</div>
        <div class="hk-two-thirds">${card({ title: t('overview.oldest-groups'), flush: true, aside: html`<a href=${link('groups')}>${t('overview.all-groups')}</a>`, body: oldest(oldestGroups) })}</div>
        <div class="hk-third">${card({ title: t('nav.nodes'), aside: html`<a href=${link('nodes')}>${t('overview.manage')}</a>`, body: html`<div class="hk-strip-of-nodes">${nodes.map(nodeCard)} ${cluster.missing.map((node) => lostNode(node))}</div>` })}</div>
        <div class="hk-half">${card({ title: t('overview.running-jobs'), aside: html`<a href=${link('jobs')}>${t('overview.all-jobs')}</a>`, flush: true, body: jobs(runningJobs) })}</div>
        <div class="hk-half">${card({ title: t('overview.last-actions'), aside: html`<a href=${link('actions')}>${t('overview.all-actions')}</a>`, flush: true,
          body: html`${lastActionsComplete ? nothing : html`<p class="hk-partly">${icon('info-circle')} ${t('overview.actions-partly')}</p>`}${lastActions.length === 0
            ? lastActionsComplete ? empty({ sign: 'journal-text', title: t('actions.none'), text: t('actions.none-text') }) : nothing
            : html`<ul class="hk-log">${lastActions.slice(0, ACTIONS).map(actionLine)}</ul>`}` })}</div>
      </div>`;
  }

  #ratesPlot(history) {
    return html`<hk-plot
      .times=${history.map(({ at }) => time(at))}
      .format=${rate}
      .summary=${t('overview.rates-summary', { in: rate(history.at(-1)?.enqueuedPerSecond), out: rate(history.at(-1)?.settledPerSecond) })}
      .series=${[
        { name: t('overview.in'), tone: 'plot-in', values: history.map((point) => point.enqueuedPerSecond) },
        { name: t('overview.out'), tone: 'plot-out', values: history.map((point) => point.settledPerSecond) },
      ]}
    ></hk-plot>`;
  }

  #backlogPlot(history) {
    return html`<hk-plot
      .times=${history.map(({ at }) => time(at))}
      .format=${count}
      .summary=${t('overview.backlog-summary', { backlog: count(history.at(-1)?.backlog) })}
      .series=${[{ name: t('overview.backlog'), tone: 'plot-third', values: history.map((point) => point.backlog) }]}
    ></hk-plot>`;
  }
}

const stat = (id, name, value, note) => html`<div class="card hk-stat" data-stat=${id}><dt>${name}</dt><dd title=${value}>${value}<small>${note}</small></dd></div>`;

function oldest(groups) {
  const waiting = groups.filter((group) => group.oldestAgeSeconds > 0).slice(0, OLDEST);
  if (waiting.length === 0) {
    return empty({ sign: 'check2-circle', title: t('overview.nothing-waits'), text: t('overview.nothing-waits-text') });
  }
  return table({
    caption: t('overview.oldest-groups'),
    rows: waiting,
    key: (group) => group.name,
    columns: [
      { title: t('group.name'), wide: true, cell: (group) => html`<a href=${link('groups', group.name)}>${group.name}</a> ${group.paused ? badge('warning', t('group.paused')) : nothing}` },
      { title: t('group.oldest'), end: true, cell: (group) => duration(group.oldestAgeSeconds) },
      { title: t('group.ready'), end: true, cell: (group) => count(group.ready) },
      { title: t('group.consumers'), end: true, cell: (group) => count(group.consumers) },
      { title: t('group.out'), end: true, cell: (group) => rate(group.settledPerSecond) },
    ],
  });
}

function jobs(running) {
  if (running.length === 0) return empty({ sign: 'diagram-3', title: t('jobs.none-running'), text: t('jobs.none-running-text') });
  return table({
    caption: t('overview.running-jobs'),
    rows: running,
    key: (job) => job.id,
    columns: [
      { title: t('job.name'), wide: true, cell: (job) => html`<a href=${link('jobs', 'job', job.id)}>${job.name}</a>` },
      { title: t('job.state'), cell: (job) => badge('info', label('job-state', job.state)) },
      { title: t('job.progress'), cell: jobProgress },
    ],
  });
}

define('hk-overview', Overview);
