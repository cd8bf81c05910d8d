// What programs can do: the document of the API, as a list of its operations.
import { View, define, html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { badge, card, failure, header, icon, loading } from '../parts/bits.js';
import { search } from '../parts/search.js';
import { table } from '../parts/table.js';
import { operations } from '../core/openapi.js';

const METHOD_TONES = { get: 'info', post: 'success', put: 'warning', delete: 'danger' };

class Api extends View {
  #operations = null;
  #problem = null;
  #filter = '';

  async start() {
    try {
      const response = await fetch('openapi.yaml', { cache: 'no-cache' });
      if (!response.ok) throw new Error(`openapi.yaml: ${response.status}`);
      this.#operations = operations(await response.text());
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
  }

  template() {
    const address = new URL('api/v1', document.baseURI).href;
    return html`
      ${header({
        title: t('nav.api'),
        note: t('api.note'),
        actions: html`<a class="btn" href="openapi.yaml" download>${icon('download')} <span>openapi.yaml</span></a>`,
      })}
      ${card({
        title: t('api.try'),
        body: html`<p>${t('api.try-text')}</p>
          <pre class="hk-body" tabindex="0" aria-label=${t('api.try')}>curl -k -u ${t('sign-in.user')} ${address}/groups?sort=-oldestAgeSeconds
curl -k -u ${t('sign-in.user')} -X POST -H 'X-Hikyaku-Request: curl' ${address}/groups/mail/pause</pre>`,
      })}
      ${this.#problem ? failure(this.#problem) : this.#operations ? this.#list() : loading()}`;
  }

  #list() {
    const shown = this.#operations.filter(({ path, summary, method }) => `${method} ${path} ${summary}`.toLowerCase().includes(this.#filter.toLowerCase()));
    return card({
      title: t('api.operations', { n: shown.length }),
      flush: true,
      aside: html`<div class="hk-toolbar">${search(t('api.filter'), (text) => this.#narrow(text))}</div>`,
      body: table({
        caption: t('nav.api'),
        rows: shown,
        key: ({ method, path }) => `${method} ${path}`,
        columns: [
          { title: t('api.operation'), wide: true, cell: ({ method, path }) => html`${badge(METHOD_TONES[method], method.toUpperCase())} <span class="font-monospace">${path}</span>` },
          { title: t('api.summary'), cell: ({ summary }) => html`<span lang="en">${summary}</span>` },
          { title: t('api.role'), cell: ({ role }) => (role ? t(`role.${role}`) : nothing) },
        ],
      }),
    });
  }

  #narrow(text) {
    this.#filter = text;
    this.update();
  }
}

define('hk-api', Api);
