// The list of jobs; those that run move on once a second.
import { View, define, html, nothing } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { Listing } from '../core/listing.js';
import { link } from '../core/router.js';
import { live } from '../core/live.js';
import { duration, exact, since, time } from '../core/format.js';
import { card } from './bits.js';
import { cancelJob, jobProgress, jobState } from './job-bits.js';
import { search } from './search.js';
import { listingTable } from './table.js';

const STATES = ['RUNNING', 'DONE', 'FAILED', 'CANCELLED'];

class JobList extends View {
  #jobs;

  start() {
    this.#jobs = new Listing(this, ['jobs'], { key: ({ id }) => id, query: { sort: '-startedAt' } });
    live.follow(this, 'jobs', ({ jobs }) => this.#jobs.patch(jobs));
    live.onChange(this, ['job'], () => this.#jobs.refresh());
  }

  template() {
    const { query } = this.#jobs;
    return card({
      title: t('nav.jobs'),
      flush: true,
      quiet: true,
      aside: html`<div class="hk-toolbar">${search(t('jobs.filter'), (filter) => this.#jobs.filter({ filter }))}
        <select class="form-select" aria-label=${t('job.state')} @change=${(event) => this.#jobs.filter({ state: event.target.value })}>
          <option value="">${t('groups.any-state')}</option>
          ${STATES.map((state) => html`<option value=${state} ?selected=${query.state === state}>${label('job-state', state)}</option>`)}
        </select></div>`,
      body: html`<div class="hk-live">${listingTable(this.#jobs, {
        caption: t('nav.jobs'),
        none: { sign: 'diagram-3', title: t('jobs.none'), text: t('jobs.none-text'), action: html`<a class="btn" href=${link('jobs', 'tuple-groups')}>${t('tuples.groups')}</a>` },
        columns: [
          {
            title: t('job.name'),
            sort: 'name',
            wide: true,
            cell: (job) => html`<a href=${link('jobs', 'job', job.id)} data-job=${job.name}>${job.name}</a>
              ${job.failure ? html`<div class="hk-under">${job.failure}</div>` : nothing}`,
          },
          { title: t('job.state'), sort: 'state', cell: jobState },
          { title: t('job.progress'), sort: 'progress', cell: jobProgress },
          { title: t('job.started'), sort: 'startedAt', end: true, cell: (job) => time(job.startedAt) },
          { title: t('job.took'), end: true, cell: took },
          { title: t('job.failed-attempts'), end: true, cell: (job) => exact(job.failedAttempts) },
          { title: t('common.actions'), end: true, cell: (job) => html`<div class="hk-row-actions">${cancelJob(job, () => this.#jobs.refresh())}</div>` },
        ],
      })}</div>`,
    });
  }
}

export const took = (job) => duration(job.endedAt ? (new Date(job.endedAt) - new Date(job.startedAt)) / 1000 : since(job.startedAt));

define('hk-job-list', JobList);
