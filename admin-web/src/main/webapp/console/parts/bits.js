// Small pieces that every page is made of.
import { html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { exact } from '../core/format.js';
import { session } from '../core/session.js';
import { toast } from './toast.js';

export const icon = (name) => html`<i class="bi bi-${name}" aria-hidden="true"></i>`;

/** A word in a coloured pill; the word says it, the colour repeats it. */
export const badge = (tone, text, title = nothing) =>
  html`<span class="badge hk-${tone}" title=${title}>${text}</span>`;

/** Why there is nothing here, and what can be done next. */
export const empty = ({ sign = 'inbox', title, text, action = nothing }) => html`
  <div class="empty">
    <div class="empty-icon">${icon(sign)}</div>
    <p class="empty-title">${title}</p>
    ${text ? html`<p class="empty-subtitle text-secondary">${text}</p>` : nothing}
    ${action === nothing ? nothing : html`<div class="empty-action">${action}</div>`}
  </div>`;

export const loading = () => html`
  <div class="hk-loading text-secondary" role="status">
    <span class="spinner-border spinner-border-sm" aria-hidden="true"></span> ${t('common.loading')}
  </div>`;

/** What went wrong, in the server's words, and a way to try again. */
export const failure = (problem, again) => html`
  <div class="alert alert-danger" role="alert">
    <div class="d-flex gap-2 align-items-start">
      ${icon('exclamation-octagon')}
      <div class="flex-fill">
        <div class="alert-title">${problem.status === 0 ? t('problem.offline') : t('problem.title')}</div>
        <div>${problemText(problem)}</div>
      </div>
      ${again ? html`<button class="btn btn-sm" @click=${again}>${t('common.retry')}</button>` : nothing}
    </div>
  </div>`;

/** What a problem says, with the role that was missing. */
export function problemText(problem) {
  if (problem.status === 0) return t('problem.no-answer');
  const needed = problem.details?.requiredRole;
  if (problem.status === 403 && needed) return t('role.needed', { role: t(`role.${needed}`) });
  return problem.message;
}

/**
 * A button for what changes something. Without its role it stays in reach of the keyboard and says
 * which role it needs.
 */
export function action({ role = 'operator', text, sign, run, tone = '', small = false, disabled = false, busy = false, iconOnly = false, id }) {
  const allowed = session.may(role);
  const needs = allowed ? nothing : t('role.needed', { role: t(`role.${role}`) });
  return html`<button
    type="button"
    class="btn ${tone} ${small ? 'btn-sm' : ''} ${iconOnly ? 'btn-icon' : ''} ${allowed ? '' : 'hk-forbidden'}"
    data-action=${id ?? nothing}
    title=${needs === nothing && iconOnly ? text : needs}
    aria-label=${iconOnly ? text : nothing}
    aria-disabled=${allowed ? nothing : 'true'}
    ?disabled=${disabled || busy}
    @click=${(event) => (allowed ? attempt(run, event) : toast('warning', needs))}
  >
    ${busy ? html`<span class="spinner-border spinner-border-sm" aria-hidden="true"></span>` : sign ? icon(sign) : nothing}
    ${iconOnly ? nothing : html`<span>${text}</span>`}
  </button>`;
}

/** What fails before there is a dialog to say so is said in a corner. */
async function attempt(run, event) {
  try {
    await run(event);
  } catch (problem) {
    if (problem.status === undefined) throw problem; // a fault of ours belongs on the console
    toast('danger', problemText(problem));
  }
}

/** The head of a page: where one is, and what can be done here. */
export const header = ({ above, title, note = nothing, actions = nothing }) => html`
  <div class="page-header">
    <div class="row g-2 align-items-center">
      <div class="col">
        ${above ? html`<div class="page-pretitle">${above}</div>` : nothing}
        <h1 class="page-title" tabindex="-1">${title}</h1>
        ${note === nothing ? nothing : html`<div class="text-secondary mt-1">${note}</div>`}
      </div>
      ${actions === nothing ? nothing : html`<div class="col-auto ms-auto btn-list">${actions}</div>`}
    </div>
  </div>`;

/** A card with a title and, at its right, links or buttons; quiet: the page's own title is enough. */
export const card = ({ title, aside = nothing, body, flush = false, quiet = false }) => html`
  <section class="card ${quiet ? 'hk-quiet' : ''}" aria-label=${title}>
    <div class="card-header" ?hidden=${quiet && aside === nothing}>
      <h2 class="card-title ${quiet ? 'visually-hidden' : ''}">${title}</h2>
      ${aside === nothing ? nothing : html`<div class="card-actions">${aside}</div>`}
    </div>
    ${flush ? body : html`<div class="card-body">${body}</div>`}
  </section>`;

/** That figures stand for a part of what is stored only. */
export const partly = (page) =>
  page && page.counted < page.stored
    ? html`<p class="hk-partly">${icon('info-circle')} ${t('table.partly', { counted: exact(page.counted), stored: exact(page.stored) })}</p>`
    : nothing;

/** Names and values. */
export const facts = (pairs) => html`
  <dl class="hk-facts">
    ${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;

/** How full something is. */
export const gauge = (value, max, text, tone = '') => html`
  <div class="hk-gauge">
    <progress class=${tone} max=${Math.max(max, 1)} .value=${Math.min(value, Math.max(max, 1))} aria-label=${text}></progress>
    <span>${text}</span>
  </div>`;

/** Links that change what a page shows below; the current one is marked. */
export const tabs = (items, current) => html`
  <nav class="hk-tabs" aria-label=${t('common.sections')}>
    ${items.map(
      ({ id, href, text, count }) => html`<a href=${href} aria-current=${id === current ? 'page' : nothing}
        >${text}${count === undefined ? nothing : html` <span class="badge hk-muted">${count}</span>`}</a
      >`,
    )}
  </nav>`;
