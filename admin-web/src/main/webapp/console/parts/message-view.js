// A message in full, in a dialog: what is known of it, its headers, and its body as text, as bytes,
// or read as mail. What comes from a message is never taken for HTML.
import { View, define, html, nothing } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { get, path, url } from '../core/api.js';
import { bytes, duration, exact, time } from '../core/format.js';
import { facts, failure, icon, loading } from './bits.js';
import { openDialog } from './dialog.js';

const BYTES_PER_LINE = 16;

/** Shows a message of a list; it is fetched anew, with its body. */
export function showMessage(message) {
  openDialog({
    title: t('message.title'),
    wide: true,
    body: () => html`<hk-message .message=${message}></hk-message>`,
  });
}

class MessageView extends View {
  #full = null;
  #mail = null;
  #problem = null;
  #shown = '';

  async start() {
    try {
      this.#full = await get(this.#address());
      this.#shown = this.#full.isText ? 'text' : 'hex';
      if (this.#full.isMail) await this.#show('mail');
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#problem = problem;
    }
    this.update();
  }

  #address(...more) {
    return path(['groups', this.message.group, 'messages', this.message.id, ...more]);
  }

  async #show(form) {
    this.#shown = form;
    if (form === 'mail' && !this.#mail) {
      try {
        this.#mail = await get(this.#address('mail'));
      } catch (problem) {
        if (problem.status === undefined) throw problem;
        this.#mail = { problem };
      }
    }
    this.update();
  }

  template() {
    if (this.#problem) return failure(this.#problem);
    if (!this.#full) return loading();
    const full = this.#full;
    const headers = Object.entries(full.headers);
    return html`
      ${facts([
        [t('message.id'), html`<span class="font-monospace">${full.id}</span>`],
        [t('group.name'), full.group],
        [t('message.state'), label('message-state', full.state)],
        [t('message.key'), full.key ?? '–'],
        [t('message.enqueued'), time(full.enqueuedAt)],
        [t('message.age'), duration(full.ageSeconds)],
        [t('message.failed'), exact(full.failedDeliveries)],
        [t('node.name'), full.node],
        ...(full.notBefore ? [[t('message.held-until'), time(full.notBefore)]] : []),
        ...(full.expiresAt ? [[t('message.expires'), time(full.expiresAt)]] : []),
      ])}
      <h3 class="hk-part">${t('message.headers')}</h3>
      ${headers.length === 0
        ? html`<p class="text-secondary">${t('message.no-headers')}</p>`
        : html`<div class="table-responsive"><table class="table table-sm hk-headers"><tbody>
            ${headers.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}
          </tbody></table></div>`}
      <div class="hk-part-head">
        <h3 class="hk-part">${t('message.body')} <small class="text-secondary">${bytes(full.bodyBytes)}</small></h3>
        <div class="btn-group" role="group" aria-label=${t('message.shown-as')}>
          ${['text', 'hex', 'mail'].map(
            (form) => html`<button type="button" class="btn btn-sm" aria-pressed=${this.#shown === form} @click=${() => this.#show(form)}>${t(`message.as-${form}`)}</button>`,
          )}
        </div>
        <a class="btn btn-sm" href=${url(this.#address('body'))} download>${icon('download')} ${t('message.save')}</a>
      </div>
      ${full.bodyComplete ? nothing : html`<p class="text-secondary">${t('message.cut', { bytes: bytes(65536) })}</p>`}
      ${this.#body(bytesOf(full.bodyBase64))}`;
  }

  #body(body) {
    if (this.#shown === 'mail') return this.#asMail();
    if (body.length === 0) return html`<p class="text-secondary">${t('message.empty')}</p>`;
    if (this.#shown === 'hex') return html`<pre class="hk-body hk-hex" tabindex="0" aria-label=${t('message.body')}>${hex(body)}</pre>`;
    return html`<pre class="hk-body" tabindex="0" aria-label=${t('message.body')}>${text(body)}</pre>`;
  }

  #asMail() {
    if (!this.#mail) return loading();
    if (this.#mail.problem) return failure(this.#mail.problem);
    return html`
      <div class="table-responsive"><table class="table table-sm hk-headers"><tbody>
        ${this.#mail.headers.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}
      </tbody></table></div>
      ${this.#mail.parts.map(
        (part) => html`<p class="mb-1"><strong>${part.contentType}</strong> ${part.fileName} <span class="text-secondary">${bytes(part.bytes)}</span></p>
          ${part.text ? html`<pre class="hk-body mb-3" tabindex="0" aria-label=${part.contentType}>${part.text}</pre>` : nothing}`,
      )}`;
  }
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** JSON is laid out; all else stays as it is. */
function text(body) {
  const plain = new TextDecoder().decode(body);
  if (!/^\s*[[{]/.test(plain)) return plain;
  try {
    return JSON.stringify(JSON.parse(plain), null, 2);
  } catch {
    return plain;
  }
}

function hex(body) {
  const lines = [];
  for (let at = 0; at < body.length; at += BYTES_PER_LINE) {
    const line = [...body.subarray(at, at + BYTES_PER_LINE)];
    const codes = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const letters = line.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${codes.padEnd(3 * BYTES_PER_LINE)} ${letters}`);
  }
  return lines.join('\n');
}

define('hk-message', MessageView);
