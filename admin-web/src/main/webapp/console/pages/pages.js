// Which page an address shows.
import { html } from '../core/view.js';
import { t } from '../core/i18n.js';
import { empty } from '../parts/bits.js';
import './overview.js';
import './groups.js';
import './group.js';
import './dead-letters.js';
import './dead-letters-of.js';
import './mail.js';
import './nodes.js';
import './jobs.js';
import './job.js';
import './tuple-group.js';
import './actions.js';
import './api.js';

/** A page's name, and its element for the rest of the address. The same name keeps the element. */
const PAGES = [
  [[], () => html`<hk-overview></hk-overview>`],
  [['groups'], () => html`<hk-groups></hk-groups>`],
  [['groups', '*'], ([, group, tab]) => html`<hk-group .name=${group} .tab=${tab ?? 'summary'}></hk-group>`],
  [['dead-letters'], () => html`<hk-dead-letters></hk-dead-letters>`],
  [['dead-letters', '*'], ([, group]) => html`<hk-dead-letters-of .name=${group}></hk-dead-letters-of>`],
  [['mail'], ([, tab]) => html`<hk-mail .tab=${tab ?? 'destinations'}></hk-mail>`],
  [['nodes'], ([, tab]) => html`<hk-nodes .tab=${tab ?? 'members'}></hk-nodes>`],
  [['jobs'], ([, tab]) => html`<hk-jobs .tab=${tab ?? 'jobs'}></hk-jobs>`],
  [['jobs', 'job', '*'], ([, , job]) => html`<hk-job .job=${job}></hk-job>`],
  [['jobs', 'tuple-groups', '*'], ([, , group]) => html`<hk-tuple-group .name=${group}></hk-tuple-group>`],
  [['actions'], () => html`<hk-actions></hk-actions>`],
  [['api'], () => html`<hk-api></hk-api>`],
];

/** The most exact page for an address: {id, show(address)}. Another id makes another element. */
export function pageOf(address) {
  let best = { id: 'not-found' };
  let length = -1;
  for (const [pattern, show] of PAGES) {
    const fits = pattern.every((part, i) => (part === '*' ? address[i] !== undefined : part === address[i]));
    if (fits && pattern.length > length && (pattern.length > 0 || address.length === 0)) {
      best = { id: address.slice(0, pattern.length).join('/'), show };
      length = pattern.length;
    }
  }
  return best;
}

export const notFound = () =>
  html`<div>${empty({ sign: 'signpost-split', title: t('not-found.title'), text: t('not-found.text'), action: html`<a class="btn" href="#/">${t('nav.overview')}</a>` })}</div>`;
