// How the cluster is, in one sentence, with its causes.
import { html, nothing } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { live } from '../core/live.js';
import { bytes, duration, time } from '../core/format.js';
import { icon } from './bits.js';

const LOOKS = {
  ok: ['success', 'check-circle-fill'],
  warning: ['warning', 'exclamation-triangle-fill'],
  critical: ['danger', 'exclamation-octagon-fill'],
  none: ['muted', 'question-circle-fill'],
};

/** Causes that concern every page: they are about the cluster, not about what it holds. */
const OF_THE_CLUSTER = [
  'unavailable', 'node-silent', 'node-lost', 'too-few-nodes', 'rebalancing', 'rebalance-off', 'draining',
];

/** After so many seconds figures are not called present. */
const OLD_FIGURES = 5;

/** A remark in the user's language; in the server's words if there are none. */
export function remark({ code, text, parameters }) {
  const key = `remark.${code}`;
  if (label('remark', code) === code) return text;
  const { needed, free, since } = parameters;
  if (since !== undefined) return t(key, { ...parameters, since: time(since) });
  return t(key, needed === undefined ? parameters : { ...parameters, needed: bytes(Number(needed)), free: bytes(Number(free)) });
}

/** The age of the figures if it matters: undefined, or a text. Not the same as "down". */
export function noStatistics() {
  const age = live.last('heartbeat')?.figuresAgeSeconds;
  if (age === undefined || (age >= 0 && age < OLD_FIGURES)) return undefined;
  return age < 0 ? t('statistics.none') : t('statistics.old', { age: duration(age) });
}

export function verdictCard(verdict, cluster, at) {
  const missing = noStatistics();
  const [tone, sign] = LOOKS[missing ? 'none' : verdict.level];
  return html`<section class="card hk-verdict hk-${tone}" id="verdict" data-level=${missing ? 'none' : verdict.level} aria-live="polite" aria-label=${t('overview.verdict')}>
    ${icon(sign)}
    <div>
      <h2>${missing ?? t(`verdict.${verdict.level}`)}</h2>
      ${verdict.causes.length === 1 ? html`<p>${remark(verdict.causes[0])}</p>` : html`<ul>${verdict.causes.map((cause) => html`<li>${remark(cause)}</li>`)}</ul>`}
    </div>
    <div class="hk-verdict-side">
      ${cluster ? html`<div>${t('overview.nodes', { n: cluster.nodes })} · ${t('overview.copies', { now: cluster.copiesNow, copies: cluster.copies })}</div>` : nothing}
      <div class="text-secondary">${t('stale.as-of', { time: time(at) })}</div>
    </div>
  </section>`;
}

/** A line above every page while something is wrong with the cluster itself. */
export function verdictStrip(verdict) {
  const causes = verdict?.causes.filter(({ code }) => OF_THE_CLUSTER.includes(code)) ?? [];
  if (causes.length === 0) return nothing;
  const [tone, sign] = LOOKS[verdict.level];
  return html`<div class="hk-strip hk-${tone}" id="cluster-strip" role="status">
    ${icon(sign)} <span>${causes.map(remark).join(' ')}</span> <a href="#/">${t('nav.overview')}</a>
  </div>`;
}
