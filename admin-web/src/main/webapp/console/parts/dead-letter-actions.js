// Redrive, move and delete of dead letters: one, the chosen, those of a reason, or all.
import { t } from '../core/i18n.js';
import { askReason, askTyped } from './dialog.js';
import { startTask, taskTargets } from './task-actions.js';

const tasks = (group) => ['groups', group, 'dead-letters', 'tasks'];

/** @param selection {selection: all | reason | ids, deadReason, ids} */
export function redrive(group, selection, count, done) {
  askReason({
    title: t('dead.redrive-title', { n: count }),
    text: t('dead.redrive-text', { group }),
    confirm: t('dead.redrive'),
    run: async ({ reason }) => {
      await startTask(tasks(group), { action: 'redrive', ...selection, reason });
      done?.();
    },
  });
}

export function move(group, selection, count, done) {
  return taskTargets({
    title: t('dead.move-title', { n: count }),
    run: async (target, reason) => {
      await startTask(tasks(group), { action: 'move', target, ...selection, reason });
      done?.();
    },
  });
}

export function discard(group, selection, count, done) {
  askTyped({
    title: t('dead.delete-title', { n: count }),
    text: t('dead.delete-text'),
    name: group,
    count,
    noun: t('noun.dead-letters'),
    confirm: t('message.delete'),
    run: async ({ typed, reason }) => {
      await startTask(tasks(group), { action: 'delete', ...selection, confirm: typed, expectedMessages: count, reason });
      done?.();
    },
  });
}
