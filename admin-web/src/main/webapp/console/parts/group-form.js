// The settings of a group, as a form: for a new one and for one that is there.
import { html, live, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { exchange, path, post } from '../core/api.js';
import { icon } from './bits.js';
import { openDialog } from './dialog.js';
import { toast } from './toast.js';

export const DEFAULTS = {
  order: 'SPREAD',
  deliveryLimit: 10,
  redeliveryDelaySeconds: 0,
  redeliveryMultiplier: 2,
  redeliveryDelayMaxSeconds: 3600,
  expirySeconds: 0,
  keepDeadLetters: true,
  maxMessages: 0,
  maxBytes: 0,
  whenFull: 'REFUSE',
  fullWaitSeconds: 0,
};

const CHANGED_MEANWHILE = 412;
const NAME = /^[A-Za-z0-9._-]{1,100}$/;

export function createGroup(done) {
  openDialog({
    title: t('group.create-title'),
    confirm: t('group.create-confirm'),
    wide: true,
    state: { ...DEFAULTS, name: '' },
    valid: ({ name }) => NAME.test(name),
    body: (form) => html`<div class="hk-form">
      <div class="hk-all">
        <label class="form-label" for="group-name">${t('group.name')}</label>
        <input id="group-name" class="form-control" maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false" autofocus
          aria-describedby="group-name-hint" .value=${live(form.state.name)} @input=${(event) => form.set({ name: event.target.value })}>
        <div class="form-hint" id="group-name-hint">${t('group.name-hint')}</div>
      </div>
      ${choice(form, 'order', ['SPREAD', 'KEYED'], true)}
      ${number(form, 'deliveryLimit', { min: 1 })}
      <details class="hk-all"><summary>${t('group.more-settings')}</summary>
        <div class="hk-form mt-3">${behaviour(form)}</div></details>
    </div>`,
    run: async ({ name, ...settings }) => {
      await post('groups', { name, settings });
      toast('success', t('group.created-done', { name }));
      await done?.(name);
    },
  });
}

/** Changes settings that were read with this entity tag; a change by another meanwhile is refused. */
export function editSettings(name, settings, tag, done) {
  const address = path(['groups', name, 'settings']);
  let seen = { settings, tag };
  let outdated = false;
  /** What the other has changed is taken over; what was changed in this form stays. */
  const takeOver = async (form) => {
    const { content, headers } = await exchange('GET', address);
    const mine = Object.entries(form.state).filter(([field, value]) => value !== seen.settings[field]);
    seen = { settings: content, tag: headers.get('ETag') };
    outdated = false;
    form.forgive();
    form.set({ ...content, ...Object.fromEntries(mine) });
  };
  openDialog({
    title: t('group.edit-title', { name }),
    confirm: t('common.save'),
    wide: true,
    state: { ...settings },
    body: (form) => html`<div class="hk-form">
      ${outdated
        ? html`<div class="hk-all hk-note hk-info mt-0">${icon('people')} <span class="flex-fill">${t('group.changed-meanwhile')}</span>
            <button type="button" class="btn btn-sm" data-action="take-over" @click=${() => takeOver(form)}>${t('group.take-over')}</button></div>`
        : nothing}
      <p class="hk-all text-secondary mb-0">${t('group.order-fixed', { order: t(`order.${settings.order}`) })}</p>
      ${number(form, 'deliveryLimit', { min: 1 })} ${behaviour(form)}
    </div>`,
    run: async (state) => {
      try {
        await exchange('PUT', address, { body: state, headers: { 'If-Match': seen.tag } });
      } catch (problem) {
        outdated = problem.status === CHANGED_MEANWHILE;
        throw problem;
      }
      toast('success', t('group.saved-done', { name }));
      await done?.();
    },
  });
}

const behaviour = (form) => html`
  ${number(form, 'redeliveryDelaySeconds', { min: 0, step: 'any' })}
  ${number(form, 'redeliveryMultiplier', { min: 1, step: 'any' })}
  ${number(form, 'redeliveryDelayMaxSeconds', { min: 0, step: 'any' })}
  ${number(form, 'expirySeconds', { min: 0, step: 'any' })}
  ${number(form, 'maxMessages', { min: 0 })}
  ${number(form, 'maxBytes', { min: 0 })}
  ${choice(form, 'whenFull', ['REFUSE', 'WAIT'])}
  ${form.state.whenFull === 'WAIT' ? number(form, 'fullWaitSeconds', { min: 0, step: 'any' }) : nothing}
  <label class="form-check form-switch hk-all mb-0">
    <input class="form-check-input" type="checkbox" .checked=${live(form.state.keepDeadLetters)}
      @change=${(event) => form.set({ keepDeadLetters: event.target.checked })}>
    <span class="form-check-label">${t('setting.keepDeadLetters')}</span>
  </label>`;

const number = (form, field, { min, step = 1 }) => html`<div>
  <label class="form-label" for="setting-${field}">${t(`setting.${field}`)}</label>
  <input id="setting-${field}" type="number" class="form-control" min=${min} step=${step} inputmode="decimal" aria-describedby="hint-${field}"
    .value=${live(String(form.state[field]))} @change=${(event) => form.set({ [field]: Number(event.target.value) })}>
  <div class="form-hint" id="hint-${field}">${t(`setting-hint.${field}`)}</div>
</div>`;

const choice = (form, field, values) => html`<div>
  <label class="form-label" for="setting-${field}">${t(`setting.${field}`)}</label>
  <select id="setting-${field}" class="form-select" aria-describedby="hint-${field}" @change=${(event) => form.set({ [field]: event.target.value })}>
    ${values.map((value) => html`<option value=${value} ?selected=${form.state[field] === value}>${t(`${field}.${value}`)}</option>`)}
  </select>
  <div class="form-hint" id="hint-${field}">${t(`setting-hint.${field}`)}</div>
</div>`;
