// One entry of the log of actions.
import { html, nothing } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { time } from '../core/format.js';
import { badge } from './bits.js';

export const RESULT_TONES = { done: 'success', refused: 'warning', failed: 'danger' };

export const result = (entry) => badge(RESULT_TONES[entry.result] ?? 'muted', label('result', entry.result), entry.detail);

export const actionLine = (entry) => html`<li>
  <time datetime=${entry.at}>${time(entry.at)}</time>
  <div class="flex-fill"><strong>${entry.user}</strong> ${label('action', entry.action)} <span class="font-monospace">${entry.target}</span>
    ${entry.reason ? html`<div class="text-secondary">${t('actions.because', { reason: entry.reason })}</div>` : nothing}
  </div>
  ${result(entry)}
</li>`;
