// Begins tasks of the server; the tray at the edge shows how far they are, on every page.
import { html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { get, path, post } from '../core/api.js';
import { openDialog } from './dialog.js';

export const started = new EventTarget();

export async function startTask(parts, task) {
  const made = await post(path(parts), task);
  started.dispatchEvent(new CustomEvent('task', { detail: made }));
  return made;
}

/** What the server allows as the name of a group; whether there is one it says itself. */
const GROUP_NAME = /^[A-Za-z0-9._-]{1,100}$/;

/** Asks where messages are to be moved to; proposes the first thousand groups. */
export async function taskTargets({ title, run, except }) {
  const { items } = await get(path(['groups'], { limit: 1000, sort: 'name' }));
  const names = items.map(({ name }) => name).filter((name) => name !== except);
  openDialog({
    title,
    confirm: t('dead.move'),
    state: { target: '', reason: '' },
    valid: ({ target }) => GROUP_NAME.test(target) && target !== except,
    run: ({ target, reason }) => run(target, reason),
    body: (dialog) => html`
      <label class="form-label" for="move-target">${t('dead.target')}</label>
      <input id="move-target" class="form-control mb-3" list="move-targets" autocomplete="off" .value=${dialog.state.target}
        @input=${(event) => dialog.set({ target: event.target.value })}>
      <datalist id="move-targets">${names.map((name) => html`<option value=${name}></option>`)}</datalist>
      ${names.length === 0 ? html`<p class="text-secondary">${t('dead.no-target')}</p>` : nothing}
      <label class="form-label" for="move-reason">${t('dialog.reason')}</label>
      <input id="move-reason" class="form-control" maxlength="300" @input=${(event) => dialog.set({ reason: event.target.value })}>`,
  });
}
