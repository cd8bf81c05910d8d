// Upload into a tuple group, and its end.
import { html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { exchange, path, remove } from '../core/api.js';
import { bytes, exact } from '../core/format.js';
import { icon } from './bits.js';
import { askTyped, openDialog } from './dialog.js';
import { toast } from './toast.js';

const MOST_BYTES = 256 * 1024 * 1024;
const UPLOAD_TIMEOUT_MS = 600000;
const TYPES = ['string', 'long', 'integer', 'double', 'bytes', 'doubles'];
const SHOWN_FAULTS = 20;

export function uploadTuples(name, done) {
  openDialog({
    title: t('tuples.upload-title'),
    confirm: t('tuples.upload'),
    state: { name, file: null, format: 'csv', keys: 'string', values: 'string' },
    valid: (state) => /^[A-Za-z0-9._-]{1,100}$/.test(state.name) && state.file !== null && state.file.size <= MOST_BYTES,
    body: (dialog) => html`<div class="hk-form">
      <div class="hk-all">
        <label class="form-label" for="upload-name">${t('group.name')}</label>
        <input id="upload-name" class="form-control" autocomplete="off" autocapitalize="none" ?disabled=${name !== ''} .value=${dialog.state.name}
          @input=${(event) => dialog.set({ name: event.target.value })}>
      </div>
      <div class="hk-all">
        <label class="form-label" for="upload-file">${t('tuples.file')}</label>
        <input id="upload-file" type="file" class="form-control" accept=".csv,.txt,text/*" @change=${(event) => dialog.set({ file: event.target.files[0] ?? null })}>
        <div class="form-hint">${dialog.state.file && dialog.state.file.size > MOST_BYTES ? t('tuples.too-large', { most: bytes(MOST_BYTES) }) : t(`tuples.hint-${dialog.state.format}`)}</div>
      </div>
      ${select(dialog, 'format', ['csv', 'lines'], (value) => t(`tuples.format-${value}`))}
      ${dialog.state.format === 'csv' ? html`${select(dialog, 'keys', TYPES, String)} ${select(dialog, 'values', TYPES, String)}` : nothing}
    </div>`,
    run: async ({ name: group, file, format, keys, values }) => {
      const query = format === 'csv' ? { format, keys, values } : { format };
      const { content } = await exchange('PUT', path(['tuple-groups', group, 'tuples'], query), {
        body: file,
        headers: { 'Content-Type': format === 'csv' ? 'text/csv' : 'text/plain' },
        timeoutMs: UPLOAD_TIMEOUT_MS,
      });
      if (content.faulty > 0) showFaults(content);
      else toast('success', t('tuples.uploaded', { n: content.rows, group }));
      await done?.();
    },
  });
}

const select = (dialog, field, values, text) => html`<div>
  <label class="form-label" for="upload-${field}">${t(`tuples.${field}`)}</label>
  <select id="upload-${field}" class="form-select" @change=${(event) => dialog.set({ [field]: event.target.value })}>
    ${values.map((value) => html`<option value=${value} ?selected=${dialog.state[field] === value}>${text(value)}</option>`)}
  </select>
</div>`;

function showFaults({ rows, faulty, faults }) {
  openDialog({
    title: t('tuples.faults-title'),
    body: () => html`<p>${icon('exclamation-triangle')} ${t('tuples.faults-text', { rows: exact(rows), faulty: exact(faulty) })}</p>
      <ul>${faults.slice(0, SHOWN_FAULTS).map(({ row, why }) => html`<li>${t('tuples.fault', { row: exact(row), why })}</li>`)}</ul>`,
  });
}

export function dropTuples({ name, tuples }, done) {
  askTyped({
    title: t('tuples.drop-title', { name }),
    text: t('tuples.drop-text'),
    name,
    count: tuples,
    noun: t('noun.tuples'),
    confirm: t('tuples.drop'),
    run: async ({ typed, reason }) => {
      await remove(path(['tuple-groups', name], { confirm: typed, expectedTuples: tuples, reason }));
      toast('success', t('tuples.dropped', { name }));
      await done?.();
    },
  });
}
