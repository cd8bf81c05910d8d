// One job: its graph, how far it is, why it failed, what it counted. Property: job.
import { View, define, html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { get, path } from '../core/api.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { duration, exact, percent, rate, time } from '../core/format.js';
import { badge, card, empty, facts, failure, gauge, header, icon, loading } from '../parts/bits.js';
import { cancelJob, jobState } from '../parts/job-bits.js';
import { jobGraph } from '../parts/job-graph.js';
import { took } from '../parts/job-list.js';
import { table } from '../parts/table.js';

const REFRESH_MS = 1000;

/** From here on the largest step is worth a look. */
const SKEWED = 2;

class Job extends View {
  #job = null;
  #problem = null;

  start() {
    this.every(REFRESH_MS, () => (!this.#job || this.#job.state === 'RUNNING' ? this.#load() : undefined));
    live.onChange(this, ['job'], () => this.#load());
  }

  async #load() {
    try {
      this.#job = await get(path(['jobs', this.job]));
      this.#problem = null;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#problem = problem;
    }
    this.update();
  }

  template() {
    const above = html`<a href=${link('jobs')}>${t('nav.jobs')}</a>`;
    if (this.#problem?.status === 404) {
      return html`${header({ above, title: this.job })}
        ${empty({ sign: 'diagram-3', title: t('job.not-there'), text: t('job.not-there-text'), action: html`<a class="btn" href=${link('jobs')}>${t('overview.all-jobs')}</a>` })}`;
    }
    if (!this.#job) return html`${header({ above, title: this.job })}${this.#problem ? failure(this.#problem, () => this.#load()) : loading()}`;
    const job = this.#job;
    const counters = Object.entries(job.counters);
    return html`
      ${header({ above, title: job.name, note: html`${jobState(job)} <span class="font-monospace">${job.id}</span>`, actions: cancelJob(job, () => this.#load(), false) })}
      ${this.#problem ? failure(this.#problem, () => this.#load()) : nothing}
      ${job.failure ? this.#why(job) : nothing}
      ${card({
        title: t('job.progress'),
        body: html`<div class="hk-live">
          ${job.state === 'RUNNING' ? html`<div class="mb-3">${gauge(job.progress, 1, percent(job.progress, 1))}</div>` : nothing}
          ${facts([
            [t('job.started'), time(job.startedAt)],
            [t('job.took'), took(job)],
            [t('job.eta'), job.remainingSeconds === undefined ? duration() : duration(job.remainingSeconds)],
            [t('job.rounds'), exact(job.round + 1)],
            [t('job.failed-attempts'), exact(job.failedAttempts)],
          ])}</div>`,
      })}
      ${card({ title: t('job.graph'), body: html`<div class="hk-graph hk-live" tabindex="0" role="group" aria-label=${t('job.graph')}>${jobGraph(job)}</div>` })}
      ${card({ title: t('job.stages'), flush: true, body: html`<div class="hk-live">${stages(job)}</div>` })}
      ${job.failures.length > 0 ? card({ title: t('job.failures'), flush: true, body: failures(job) }) : nothing}
      ${counters.length > 0 ? card({ title: t('job.counters'), body: facts(counters.map(([name, value]) => [name, exact(value)])) }) : nothing}`;
  }

  #why({ failure: why }) {
    return html`<section class="card hk-verdict hk-danger" id="job-failure" aria-label=${t('job.why')}>${icon('exclamation-octagon-fill')}
      <div><h2>${t('job.why')}</h2><p>${why}</p></div></section>`;
  }
}

const stages = (job) =>
  table({
    caption: t('job.stages'),
    rows: job.stages.map((stage, i) => ({ ...stage, number: i + 1 })),
    key: ({ number }) => String(number),
    columns: [
      { title: t('job.stage'), wide: true, cell: (stage) => html`${stage.number}. ${shortName(stage.task)} ${badge('muted', t(`stage.${stage.kind}`))}` },
      { title: t('job.inputs'), cell: (stage) => groups(stage.inputs) },
      { title: t('job.outputs'), cell: (stage) => groups(stage.outputs) },
      { title: t('job.steps'), cell: (stage) => (stage.steps === 0 ? t('job.not-begun') : gauge(stage.stepsDone, stage.steps, `${exact(stage.stepsDone)} / ${exact(stage.steps)}`)) },
      { title: t('job.skew'), end: true, cell: (stage) => (stage.skew >= SKEWED ? badge('warning', rate(stage.skew), t('job.skewed')) : stage.skew > 0 ? rate(stage.skew) : rate()) },
    ],
  });

const groups = (names) => names.map((name, i) => html`${i > 0 ? ', ' : nothing}<a href=${link('jobs', 'tuple-groups', name)}>${name}</a>`);

const failures = (job) =>
  table({
    caption: t('job.failures'),
    rows: job.failures,
    key: ({ cause }) => cause,
    columns: [
      { title: t('job.cause'), wide: true, cell: ({ cause, example }) => html`${cause}<div class="hk-under">${example}</div>` },
      { title: t('mail.attempts'), end: true, cell: ({ attempts }) => exact(attempts) },
    ],
  });

const shortName = (task) => task.slice(task.lastIndexOf('.') + 1);

define('hk-job', Job);
