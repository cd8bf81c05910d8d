// Tables: of rows that are there, and of a listing that the server pages and sorts. On a narrow
// screen each row becomes a small card whose values carry their column's name.
import { html, nothing, repeat } from '../core/view.js';
import { t } from '../core/i18n.js';
import { exact, time } from '../core/format.js';
import { empty, failure, icon, loading } from './bits.js';

/**
 * @param columns {title, cell(row), end: figures at the right, sort: field, wide: takes the room}
 * @param select a Set of keys, if rows can be chosen; onSelect is called after a change
 */
export function table({ caption, columns, rows, key, gone = new Set(), sort, onSort, select, onSelect }) {
  const keys = rows.map(key);
  return html`<div class="table-responsive-md">
    <table class="table table-vcenter card-table table-mobile-md hk-table">
      <caption class="visually-hidden">${caption}</caption>
      <thead>
        <tr>
          ${select ? html`<th class="w-1">${chooseAll(keys, select, onSelect)}</th>` : nothing}
          ${columns.map((column) => head(column, sort, onSort))}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          rows,
          key,
          (row) => html`<tr class=${gone.has(key(row)) ? 'hk-gone' : ''} data-key=${key(row)}>
            ${select ? html`<td class="w-1">${choose(key(row), select, onSelect)}</td>` : nothing}
            ${columns.map(
              (column) => html`<td data-label=${column.title} class="${column.end ? 'hk-end' : ''} ${column.wide ? 'hk-main' : ''}">
                ${column.cell(row)}
              </td>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A table of a listing, with what belongs to it: emptiness, faults, pages, news. */
export function listingTable(listing, { none, ...options }) {
  if (!listing.loaded) return listing.problem ? body(failure(listing.problem, () => listing.load())) : loading();
  const sort = listing.query.sort;
  return html`
    ${listing.problem ? body(failure(listing.problem, () => listing.load())) : nothing}
    ${listing.rows.length === 0
      ? empty(none)
      : table({ ...options, rows: listing.rows, key: (row) => listing.key(row), gone: listing.gone, sort, onSort: (field) => listing.sort(field) })}
    ${listing.rows.length > 0 ? pages(listing) : nothing}`;
}

const body = (content) => html`<div class="card-body">${content}</div>`;

function head(column, sort, onSort) {
  const side = column.end ? 'hk-end' : '';
  if (!column.sort || !onSort) return html`<th class=${side} scope="col">${column.title}</th>`;
  const down = sort === `-${column.sort}`;
  const current = down || sort === column.sort;
  return html`<th class=${side} scope="col" aria-sort=${current ? (down ? 'descending' : 'ascending') : nothing}>
    <button type="button" class="hk-sort" @click=${() => onSort(column.sort)}>
      ${column.title} ${current ? icon(down ? 'caret-down-fill' : 'caret-up-fill') : nothing}
    </button>
  </th>`;
}

function choose(key, select, onSelect) {
  return html`<input type="checkbox" class="form-check-input m-0" aria-label=${t('table.choose', { name: key })}
    .checked=${select.has(key)}
    @change=${(event) => {
      if (event.target.checked) select.add(key);
      else select.delete(key);
      onSelect();
    }}>`;
}

function chooseAll(keys, select, onSelect) {
  const all = keys.length > 0 && keys.every((key) => select.has(key));
  return html`<input type="checkbox" class="form-check-input m-0" aria-label=${t('table.choose-all')}
    .checked=${all} .indeterminate=${!all && keys.some((key) => select.has(key))}
    @change=${(event) => {
      for (const key of keys) {
        if (event.target.checked) select.add(key);
        else select.delete(key);
      }
      onSelect();
    }}>`;
}

function pages(listing) {
  const first = listing.offset + 1;
  const last = listing.offset + listing.rows.length;
  return html`<div class="card-footer hk-pages">
    <span class="text-secondary" role="status">
      ${t('table.range', { first: exact(first), last: exact(last), total: listing.total < 0 ? t('table.unknown') : exact(listing.total) })}
      <span class="hk-stale-time">${t('stale.as-of', { time: time(listing.at) })}</span>
    </span>
    ${listing.changed
      ? html`<button type="button" class="btn btn-sm hk-news" @click=${() => listing.load()}>
          ${icon('arrow-repeat')} ${t('table.changed')}
        </button>`
      : nothing}
    ${listing.total > listing.limit || listing.cut || listing.offset > 0
      ? html`<div class="btn-list ms-auto">
          <button type="button" class="btn btn-sm" ?disabled=${listing.offset === 0 || listing.loading}
            @click=${() => listing.turnTo(listing.offset - listing.limit)}>
            ${icon('chevron-left')} ${t('table.previous')}
          </button>
          <button type="button" class="btn btn-sm" ?disabled=${last >= listing.total || listing.loading}
            @click=${() => listing.turnTo(last)}>
            <span>${t('table.next')}</span> ${icon('chevron-right')}
          </button>
        </div>`
      : nothing}
  </div>`;
}
