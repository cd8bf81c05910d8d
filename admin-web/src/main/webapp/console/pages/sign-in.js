// Asks who is there. Nothing else of the console is shown before.
import { View, define, html, nothing } from '../core/view.js';
import { LANGUAGES, chooseLanguage, language, t } from '../core/i18n.js';
import { session } from '../core/session.js';
import { problemText } from '../parts/bits.js';

class SignIn extends View {
  #problem = null;
  #busy = false;

  async #submit(event) {
    event.preventDefault();
    const form = event.target;
    this.#busy = true;
    this.#problem = null;
    this.update();
    try {
      await session.signIn(form.elements.user.value, form.elements.password.value);
    } catch (problem) {
      this.#problem = problem;
      form.elements.password.select();
    } finally {
      this.#busy = false;
      this.update();
    }
  }

  template() {
    return html`<main class="hk-sign-in">
      <div class="card card-md">
        <form class="card-body" @submit=${(event) => this.#submit(event)}>
          <div class="hk-mark"><img src="console/icon.svg" alt="" width="44" height="44">
            <h1>Hikyaku <small lang="ja">飛脚</small></h1></div>
          <p class="text-secondary">${t('sign-in.text')}</p>
          ${this.#problem
            ? html`<div class="alert alert-danger" role="alert">
                ${this.#problem.status === 401 ? t('sign-in.wrong') : problemText(this.#problem)}
              </div>`
            : nothing}
          <div class="mb-3">
            <label class="form-label" for="user">${t('sign-in.user')}</label>
            <input id="user" name="user" class="form-control" autocomplete="username" autocapitalize="none" required autofocus>
          </div>
          <div class="mb-4">
            <label class="form-label" for="password">${t('sign-in.password')}</label>
            <input id="password" name="password" type="password" class="form-control" autocomplete="current-password" required>
          </div>
          <button class="btn btn-primary w-100" data-action="sign-in" ?disabled=${this.#busy}>
            ${this.#busy ? html`<span class="spinner-border spinner-border-sm" aria-hidden="true"></span>` : nothing}
            ${t('sign-in.button')}
          </button>
          <p class="hk-hint">${t('sign-in.hint')}</p>
        </form>
      </div>
      <p class="hk-languages">
        ${Object.entries(LANGUAGES).map(
          ([code, name]) => html`<button type="button" class="btn btn-link" lang=${code} aria-pressed=${code === language()}
            @click=${() => chooseLanguage(code)}>${name}</button>`,
        )}
      </p>
    </main>`;
  }
}

define('hk-sign-in', SignIn);
