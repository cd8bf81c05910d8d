// What can be done to a group: from its row in a list, and from its own page.
import { html, nothing } from '../core/view.js';
import { t } from '../core/i18n.js';
import { get, path, post, remove } from '../core/api.js';
import { action } from './bits.js';
import { askReason, askTyped } from './dialog.js';
import { toast } from './toast.js';

const address = (group, ...more) => path(['groups', group.name, ...more]);

export const pauseOrResume = (group, done, small = true) =>
  group.paused
    ? action({ id: 'resume', text: t('group.resume'), sign: 'play-fill', small, run: () => resume(group, done) })
    : action({ id: 'pause', text: t('group.pause'), sign: 'pause-fill', small, run: () => pause(group, done) });

function pause(group, done) {
  askReason({
    title: t('group.pause-title', { name: group.name }),
    text: t('group.pause-text'),
    confirm: t('group.pause'),
    run: async ({ reason }) => {
      await post(address(group, 'pause'), { reason });
      toast('success', t('group.paused-done', { name: group.name }));
      await done?.();
    },
  });
}

function resume(group, done) {
  askReason({
    title: t('group.resume-title', { name: group.name }),
    text: t('group.resume-text'),
    confirm: t('group.resume'),
    run: async ({ reason }) => {
      await post(address(group, 'resume'), { reason });
      toast('success', t('group.resumed-done', { name: group.name }));
      await done?.();
    },
  });
}

/** Both count anew before they ask: what is shown may be seconds old. */
export const purgeButton = (group, done) =>
  action({
    id: 'purge',
    role: 'administrator',
    text: t('group.purge'),
    sign: 'eraser',
    run: async () => {
      const { depth } = await get(address(group));
      askTyped({
        title: t('group.purge-title', { name: group.name }),
        text: t('group.purge-text'),
        name: group.name,
        count: depth,
        noun: t('noun.messages'),
        confirm: t('group.purge'),
        run: async ({ typed, reason }) => {
          await post(address(group, 'purge'), { confirm: typed, expectedMessages: depth, reason });
          toast('success', t('group.purged-done', { name: group.name }));
          await done?.();
        },
      });
    },
  });

export const deleteButton = (group, done) =>
  group.kind !== 'queue'
    ? nothing
    : action({
        id: 'delete-group',
        role: 'administrator',
        text: t('group.delete'),
        sign: 'trash',
        tone: 'btn-outline-danger',
        run: async () => {
          const { depth, deadLetters } = await get(address(group));
          askTyped({
            title: t('group.delete-title', { name: group.name }),
            text: html`${t('group.delete-text')} ${deadLetters > 0 ? t('group.delete-dead', { n: deadLetters }) : nothing}`,
            name: group.name,
            count: depth + deadLetters,
            noun: t('noun.messages'),
            confirm: t('group.delete'),
            run: async ({ typed, reason }) => {
              await remove(path(['groups', group.name], { confirm: typed, expectedMessages: depth + deadLetters, reason }));
              toast('success', t('group.deleted-done', { name: group.name }));
              await done?.();
            },
          });
        },
      });
