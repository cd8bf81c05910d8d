// Redrive, move and delete of dead letters: one, the chosen, those of a reason, or all.
import { label, t } from '../core/i18n.js';
import { get, path } from '../core/api.js';
import { askReason, askTyped } from './dialog.js';
import { startTask, taskTargets } from './task-actions.js';

/** A question names the reason that was pointed at. */
const titled = (title, { deadReason }) =>
  deadReason === undefined ? title : t('dead.of-reason-title', { title, reason: label('dead-reason', deadReason) });

const tasks = (group) => ['groups', group, 'dead-letters', 'tasks'];

/** @param selection {selection: all | reason | ids, deadReason, ids} */
export function redrive(group, selection, count, done) {
  askReason({
    title: titled(t('dead.redrive-title', { n: count }), selection),
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
    title: titled(t('dead.move-title', { n: count }), selection),
    run: async (target, reason) => {
      await startTask(tasks(group), { action: 'move', target, ...selection, reason });
      done?.();
    },
  });
}

/** @param partly whether only a part was counted: then the server looks at all before it is asked for */
export async function discard(group, selection, counted, done, partly = false) {
  let count = counted;
  if (partly && selection.selection === 'reason') {
    ({ total: count } = await get(path(['groups', group, 'dead-letters'], { reason: selection.deadReason, exact: true, limit: 1 })));
  }
  askTyped({
    title: titled(t('dead.delete-title', { n: count }), selection),
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
