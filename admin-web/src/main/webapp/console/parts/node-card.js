// One node at a glance. Silent is not idle: a node that does not answer shows no figures.
import { html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { bytes, count, percent, time } from '../core/format.js';
import { badge, gauge, icon } from './bits.js';

const HIGH = 0.8;
const FULL = 0.95;

export function nodeState(node) {
  if (!node.answering) return badge('danger', t('node.silent'), t('node.silent-text'));
  if (node.state === 'DRAINED') return badge('muted', t('node.drained'));
  if (node.state === 'DRAINING') return badge('info', t('node.draining'));
  if (node.openingSegments > 0) return badge('warning', t('node.opening', { n: node.openingSegments }));
  return badge('success', t('node.active'));
}

const tone = (used, max) => (used > FULL * max ? 'hk-fill-danger' : used > HIGH * max ? 'hk-fill-warning' : '');

export const memoryGauge = (node) =>
  node.answering
    ? gauge(node.storedBytes, node.memoryLimitBytes, `${bytes(node.storedBytes)} / ${bytes(node.memoryLimitBytes)}`, tone(node.storedBytes, node.memoryLimitBytes))
    : t('node.no-figures');

export const heapGauge = (node) =>
  node.answering
    ? gauge(node.heapUsedBytes, node.heapMaxBytes, `${bytes(node.heapUsedBytes)} / ${bytes(node.heapMaxBytes)}`, tone(node.heapUsedBytes, node.heapMaxBytes))
    : t('node.no-figures');

export const load = (node) => (node.answering && node.cpuLoad >= 0 ? percent(node.cpuLoad, 1) : percent());

/** For the overview. */
export const nodeCard = (node) => html`<div class="hk-node" data-node=${node.name}>
  <div class="hk-node-head">${icon('hdd')} ${node.name} ${nodeState(node)} ${node.self ? html`<small class="text-secondary">${t('node.self')}</small>` : nothing}</div>
  ${memoryGauge(node)}
  ${node.answering ? html`<small class="text-secondary">${t('node.summary', { segments: count(node.primarySegments), cpu: load(node) })}</small>` : nothing}
  ${slow(node)}
</div>`;

/** One that went without a word and is not back. */
export const lostNode = ({ name, since }, button = nothing) => html`<div class="hk-node" data-lost=${name}>
  <div class="hk-node-head">${icon('hdd')} ${name} ${badge('danger', t('node.lost'))} <small class="text-secondary">${t('node.lost-since', { time: time(since) })}</small></div>
  ${button}
</div>`;

export const slow = (node) =>
  node.slowBackups.length === 0 ? nothing : html`<small>${badge('warning', t('node.slow', { nodes: node.slowBackups.join(', ') }))}</small>`;
