// Short messages at the edge, read out by screen readers. Faults stay until they are closed.
import { View, define, html, repeat } from '../core/view.js';
import { t } from '../core/i18n.js';

const SHOWN_MS = 6000;
const MOST = 4;
const SIGNS = { success: 'check-circle', warning: 'exclamation-triangle', danger: 'exclamation-octagon' };

let host = null;
let next = 1;

/** Tone is success, warning or danger. */
export function toast(tone, text) {
  host?.show({ id: next++, tone, text });
}

class Toasts extends View {
  #shown = [];

  start() {
    host = this;
  }

  show(message) {
    this.#shown = [...this.#shown, message].slice(-MOST);
    if (message.tone !== 'danger') setTimeout(() => this.#close(message.id), SHOWN_MS);
    this.update();
  }

  #close(id) {
    this.#shown = this.#shown.filter((message) => message.id !== id);
    this.update();
  }

  template() {
    return html`<div class="hk-toasts" role="status" aria-live="polite">
      ${repeat(
        this.#shown,
        (message) => message.id,
        (message) => html`<div class="hk-toast hk-${message.tone}">
          <i class="bi bi-${SIGNS[message.tone]}" aria-hidden="true"></i>
          <span>${message.text}</span>
          <button class="btn-close" aria-label=${t('common.close')} @click=${() => this.#close(message.id)}></button>
        </div>`,
      )}
    </div>`;
  }
}

define('hk-toasts', Toasts);
