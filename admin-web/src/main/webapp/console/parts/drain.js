// Draining a node: the check before, the progress, and the way back.
import { View, define, html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { get, path, post, remove } from '../core/api.js';
import { bytes, percent } from '../core/format.js';
import { action, failure, facts, icon, loading } from './bits.js';
import { askReason, openDialog } from './dialog.js';
import { toast } from './toast.js';
import { remark } from './verdict.js';

const REFRESH_MS = 1000;

const address = (name) => path(['nodes', name, 'drain']);

export const drainButton = (node, done) =>
  node.state === 'ACTIVE'
    ? action({ id: 'drain', role: 'administrator', text: t('drain.drain'), sign: 'box-arrow-up', small: true, run: () => drain(node, done) })
    : action({ id: 'undrain', role: 'administrator', text: t('drain.undo'), sign: 'arrow-counterclockwise', small: true, run: () => undo(node, done) });

export const drainProgress = (node) => html`<hk-drain-progress .name=${node.name}></hk-drain-progress>`;

async function drain(node, done) {
  let check = null;
  let problem = null;
  const dialog = openDialog({
    title: t('drain.title', { name: node.name }),
    confirm: t('drain.drain'),
    tone: 'btn-danger',
    state: { typed: '', reason: '' },
    valid: ({ typed }) => typed === node.name && check?.possible === true,
    body: (open) => (problem ? failure(problem) : check ? checked(open, check, node.name) : loading()),
    run: async ({ typed, reason }) => {
      await post(address(node.name), { confirm: typed, reason });
      toast('success', t('drain.begun', { name: node.name }));
      await done?.();
    },
  });
  try {
    check = await get(address(node.name));
  } catch (fault) {
    if (fault.status === undefined) throw fault;
    problem = fault;
  }
  dialog.set({});
}

const checked = (dialog, check, name) => html`
  <p>${t('drain.text')}</p>
  ${facts([
    [t('node.ownership'), t('drain.segments', { n: check.primarySegments })],
    [t('node.memory'), bytes(check.storedBytes)],
  ])}
  ${remarks(check.hindrances, 'hk-danger', 'x-octagon-fill', t('drain.hindrances'))}
  ${remarks(check.warnings, 'hk-warning', 'exclamation-triangle-fill', t('drain.warnings'))}
  ${check.possible && check.warnings.length === 0 ? html`<p class="hk-note hk-success">${icon('check-circle-fill')} ${t('drain.fine')}</p>` : nothing}
  ${check.possible
    ? html`<label class="form-label mt-3" for="drain-why">${t('dialog.reason')}</label>
        <input id="drain-why" class="form-control mb-3" maxlength="300" @input=${(event) => dialog.set({ reason: event.target.value })}>
        <label class="form-label" for="drain-typed">${t('dialog.type')} <code>${name}</code></label>
        <input id="drain-typed" class="form-control font-monospace" autocomplete="off" autocapitalize="none" spellcheck="false"
          @input=${(event) => dialog.set({ typed: event.target.value })}>`
    : nothing}`;

const remarks = (list, tone, sign, title) =>
  list.length === 0
    ? nothing
    : html`<div class="hk-note ${tone}">${icon(sign)} <div><strong>${title}</strong><ul>${list.map((one) => html`<li>${remark(one)}</li>`)}</ul></div></div>`;

function undo(node, done) {
  askReason({
    title: t('drain.undo-title', { name: node.name }),
    text: t('drain.undo-text'),
    confirm: t('drain.undo'),
    run: async ({ reason }) => {
      await remove(path(['nodes', node.name, 'drain'], { reason }));
      toast('success', t('drain.undone', { name: node.name }));
      await done?.();
    },
  });
}

class DrainProgress extends View {
  #drain = null;

  start() {
    this.every(REFRESH_MS, async () => {
      this.#drain = await get(address(this.name)).catch(() => this.#drain);
      this.update();
    });
  }

  template() {
    if (!this.#drain) return nothing;
    const { progress, primarySegments, storedBytes } = this.#drain;
    return html`<div class="card card-body hk-drain" role="status">
      <strong>${t('drain.under-way', { name: this.name })}</strong>
      <progress max="1" .value=${progress} aria-label=${t('task.progress')}></progress>
      <span class="text-secondary">${percent(progress, 1)} · ${t('drain.left', { n: primarySegments, bytes: bytes(storedBytes) })}</span>
    </div>`;
  }
}

define('hk-drain-progress', DrainProgress);
