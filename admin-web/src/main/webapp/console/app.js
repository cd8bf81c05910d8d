// The frame around the pages: navigation, who is there, what is wrong with the connection.
import { View, define, html, nothing, repeat } from './core/view.js';
import { LANGUAGES, chooseLanguage, language, t } from './core/i18n.js';
import { changes, here, link } from './core/router.js';
import { session } from './core/session.js';
import { live } from './core/live.js';
import { time } from './core/format.js';
import { icon } from './parts/bits.js';
import { verdictStrip } from './parts/verdict.js';
import { notFound, pageOf } from './pages/pages.js';
import { toast } from './parts/toast.js';
import './parts/tasks.js';
import './pages/sign-in.js';

const THEME_SIGNS = { auto: 'circle-half', light: 'sun', dark: 'moon-stars' };

const NODE_TONES = { joined: 'success', answering: 'success', left: 'danger', silent: 'danger' };

const PLACES = [
  ['', 'speedometer2', 'nav.overview'],
  ['groups', 'collection', 'nav.groups'],
  ['dead-letters', 'envelope-x', 'nav.dead-letters'],
  ['mail', 'send', 'nav.mail'],
  ['nodes', 'hdd-network', 'nav.nodes'],
  ['jobs', 'diagram-3', 'nav.jobs'],
  ['actions', 'journal-text', 'nav.actions'],
  ['api', 'braces', 'nav.api'],
];

class App extends View {
  #open = false;
  #address = '';
  #causes = '';

  start() {
    this.listen(changes, 'change', () => this.#moved());
    this.listen(session, 'change', () => this.#sessionChanged());
    this.listen(live, 'staleness', () => this.update());
    this.listen(live, 'rates', () => this.#judged());
    this.listen(live, 'change', () => this.#announce(live.last('change')));
    this.listen(window, 'keydown', (event) => event.key === 'Escape' && this.#open && this.#fold());
    this.#sessionChanged();
  }

  #sessionChanged() {
    if (session.user) live.open();
    else live.close();
    this.update();
  }

  /** Nodes that come and go are told of on every page; that one went stays until somebody has read it. */
  #announce({ kind, what, name }) {
    if (kind !== 'node' || !(what in NODE_TONES)) return;
    toast(NODE_TONES[what], t(`node-change.${what}`, { name }));
  }

  /** The strip above the pages changes rarely; they themselves follow what they show. */
  #judged() {
    const causes = JSON.stringify(live.last('rates').verdict);
    if (causes === this.#causes) return;
    this.#causes = causes;
    this.update();
  }

  #moved() {
    this.#open = false;
    this.update();
  }

  #fold() {
    this.#open = false;
    this.update();
  }

  rendered() {
    const place = here();
    document.title = `${t(PLACES.find(([name]) => name === (place[0] ?? ''))?.[2] ?? 'nav.overview')} · Hikyaku`;
    const address = location.hash;
    if (this.#address === address) return;
    const first = this.#address === '';
    this.#address = address;
    // a reader of the screen hears the new page; tabs within a page keep the focus where it is
    if (!first) queueMicrotask(() => {
      if (!this.querySelector('main .hk-tabs a:focus')) this.querySelector('main h1')?.focus({ preventScroll: true });
    });
  }

  template() {
    if (!session.user) return html`<hk-sign-in></hk-sign-in><hk-toasts></hk-toasts>`;
    const place = here();
    const page = pageOf(place);
    return html`
      <a class="hk-skip" href="#hk-main" @click=${(event) => this.#skip(event)}>${t('app.skip')}</a>
      <div class="page hk-page">
        <aside class="hk-side ${this.#open ? 'hk-open' : ''}">
          <div class="hk-brand">
            <a href="#/" aria-label="Hikyaku"><img src="console/icon.svg" alt="" width="30" height="30">
              <span>Hikyaku<small lang="ja">飛脚</small></span></a>
            <button type="button" class="btn btn-icon hk-menu" aria-expanded=${this.#open} aria-controls="hk-nav"
              aria-label=${t('app.menu')} @click=${() => this.#toggle()}>${icon(this.#open ? 'x-lg' : 'list')}</button>
          </div>
          <div id="hk-nav" class="hk-nav">
            <nav aria-label=${t('app.navigation')}>
              ${PLACES.map(
                ([name, sign, key]) => html`<a href=${name === '' ? '#/' : link(name)}
                  aria-current=${(place[0] ?? '') === name ? 'page' : nothing}>${icon(sign)} <span>${t(key)}</span></a>`,
              )}
            </nav>
            ${this.#settings()}
          </div>
        </aside>
        <div class="page-wrapper">
          ${this.#banner()} ${place.length > 0 ? verdictStrip(live.last('rates')?.verdict) : nothing}
          <main id="hk-main" class="container-xl hk-main-area" tabindex="-1">
            ${repeat([page], ({ id }) => id, ({ show }) => (show ?? notFound)(place))}
          </main>
        </div>
      </div>
      <hk-tasks></hk-tasks>
      <hk-toasts></hk-toasts>`;
  }

  #skip(event) {
    event.preventDefault(); // the address belongs to the router
    this.querySelector('main').focus();
  }

  #toggle() {
    this.#open = !this.#open;
    this.update();
  }

  #banner() {
    if (!live.stale) return nothing;
    return html`<div class="hk-banner" role="alert" id="connection-lost">
      ${icon('wifi-off')}
      <span>${t('stale.banner', { node: session.user.node, time: time(live.heardAt) })}</span>
    </div>`;
  }

  #settings() {
    return html`<div class="hk-settings">
      <div class="hk-who">${icon('person-circle')}
        <div><strong>${session.user.user}</strong><small>${t(`role.${this.#highest()}`)} · ${session.user.node}</small></div>
        <button type="button" class="btn btn-icon btn-sm ms-auto" title=${t('app.sign-out')} aria-label=${t('app.sign-out')}
          @click=${() => session.signOut()}>${icon('box-arrow-right')}</button>
      </div>
      <div class="hk-choices">
        <div class="btn-group" role="group" aria-label=${t('app.theme')}>
          ${window.hikyakuTheme.choices.map(
            (choice) => html`<button type="button" class="btn btn-icon btn-sm" aria-pressed=${window.hikyakuTheme.get() === choice}
              title=${t(`theme.${choice}`)} aria-label=${t(`theme.${choice}`)}
              @click=${() => this.#dress(choice)}>${icon(THEME_SIGNS[choice])}</button>`,
          )}
        </div>
        <select class="form-select form-select-sm" aria-label=${t('app.language')} @change=${(event) => chooseLanguage(event.target.value)}>
          ${Object.entries(LANGUAGES).map(
            ([code, name]) => html`<option value=${code} lang=${code} ?selected=${code === language()}>${name}</option>`,
          )}
        </select>
      </div>
    </div>`;
  }

  #dress(choice) {
    window.hikyakuTheme.set(choice);
    this.update();
  }

  #highest() {
    return ['administrator', 'operator', 'viewer'].find((role) => session.may(role)) ?? 'viewer';
  }
}

define('hk-app', App);
