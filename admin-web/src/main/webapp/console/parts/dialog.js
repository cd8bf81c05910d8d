// Questions and forms. The browser's own <dialog> keeps the focus inside and closes with Escape.
import { View, define, html, nothing, live } from '../core/view.js';
import { t } from '../core/i18n.js';
import { exact } from '../core/format.js';
import { failure, icon } from './bits.js';

/**
 * Opens a dialog.
 *
 * @param options title; body(dialog): its template; state: what the form holds; valid(state);
 *     confirm: text of the button; tone; run(state): does it, a promise: what it throws is shown
 *     in the dialog, which then stays open
 */
export function openDialog(options) {
  const dialog = document.createElement('hk-dialog');
  dialog.options = options;
  document.body.append(dialog);
  return dialog;
}

/** Asks before something that can be undone or costs nothing. */
export function ask({ title, text, confirm, tone = 'btn-primary', run }) {
  return openDialog({ title, confirm, tone, run, body: () => html`<p class="mb-0">${text}</p>` });
}

/** Asks for a reason, which goes into the log of actions. */
export function askReason({ title, text, confirm, tone = 'btn-primary', run, required = false }) {
  return openDialog({
    title,
    confirm,
    tone,
    run,
    state: { reason: '' },
    valid: (state) => !required || state.reason.trim() !== '',
    body: (dialog) => html`
      <p>${text}</p>
      ${reasonField(dialog, required)}`,
  });
}

/**
 * Asks before something that destroys: shows how much, and wants the name typed. The server
 * checks both again.
 */
export function askTyped({ title, text, name, count, noun, confirm, run, reasonRequired = false }) {
  return openDialog({
    title,
    confirm,
    tone: 'btn-danger',
    run,
    state: { typed: '', reason: '' },
    valid: ({ typed, reason }) => typed === name && (!reasonRequired || reason.trim() !== ''),
    body: (dialog) => html`
      <div class="hk-alarm">
        ${icon('exclamation-triangle-fill')}
        <div>
          ${count === undefined ? nothing : html`<strong class="hk-count">${exact(count)} ${noun}</strong>`}
          <div>${text}</div>
        </div>
      </div>
      ${reasonField(dialog, reasonRequired)}
      <label class="form-label" for="hk-typed">${t('dialog.type')} <code>${name}</code></label>
      <input id="hk-typed" class="form-control font-monospace" autocomplete="off" autocapitalize="none" spellcheck="false"
        .value=${live(dialog.state.typed)} @input=${(event) => dialog.set({ typed: event.target.value })}>`,
  });
}

const reasonField = (dialog, required) => html`
  <div class="mb-3">
    <label class="form-label" for="hk-reason">${required ? t('dialog.reason-required') : t('dialog.reason')}</label>
    <input id="hk-reason" class="form-control" maxlength="200" placeholder=${t('dialog.reason-hint')}
      .value=${live(dialog.state.reason)} @input=${(event) => dialog.set({ reason: event.target.value })}>
  </div>`;

class Dialog extends View {
  state = {};
  #busy = false;
  #problem = null;
  #before = document.activeElement;

  start() {
    this.state = { ...(this.options.state ?? {}) };
    this.onLeave(() => this.#before?.focus?.());
  }

  rendered() {
    const dialog = this.querySelector('dialog');
    if (!dialog.open) {
      dialog.showModal();
      const first = dialog.querySelector('[autofocus], .modal-body input, .modal-body select, .modal-body textarea');
      (first ?? dialog.querySelector('.modal-footer .btn:last-child'))?.focus();
    }
  }

  set(changes) {
    Object.assign(this.state, changes);
    this.update();
  }

  /** Forgets what went wrong at the last attempt. */
  forgive() {
    this.#problem = null;
  }

  close() {
    this.remove();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#busy || !this.#valid()) return;
    this.#busy = true;
    this.#problem = null;
    this.update();
    try {
      await this.options.run?.(this.state, this);
      this.close();
    } catch (problem) {
      if (problem.status === undefined) throw problem; // a fault of ours belongs on the console
      this.#problem = problem;
    } finally {
      this.#busy = false;
      this.update();
    }
  }

  #valid() {
    return this.options.valid?.(this.state) ?? true;
  }

  template() {
    const { title, body, confirm, tone = 'btn-primary', wide = false } = this.options;
    return html`<dialog class="hk-dialog ${wide ? 'hk-wide' : ''}" aria-labelledby="hk-dialog-title" @close=${() => this.close()}>
      <form class="modal-content" method="dialog" novalidate @submit=${(event) => this.#submit(event)}>
        <div class="modal-header">
          <h2 class="modal-title" id="hk-dialog-title">${title}</h2>
          <button type="button" class="btn-close" aria-label=${t('common.close')} @click=${() => this.close()}></button>
        </div>
        <div class="modal-body">
          ${this.#problem ? failure(this.#problem) : nothing}
          ${body(this)}
        </div>
        <div class="modal-footer">
          <button type="button" class="btn me-auto" @click=${() => this.close()}>${confirm ? t('common.cancel') : t('common.close')}</button>
          ${confirm
            ? html`<button type="submit" class="btn ${tone}" data-action="confirm" ?disabled=${this.#busy || !this.#valid()}>
                ${this.#busy ? html`<span class="spinner-border spinner-border-sm" aria-hidden="true"></span>` : nothing}
                ${confirm}
              </button>`
            : nothing}
        </div>
      </form>
    </dialog>`;
  }
}

define('hk-dialog', Dialog);
