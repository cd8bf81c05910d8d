// The tray: what the server is at for people, with progress and a way to stop it, on every page.
import { View, define, html, nothing, repeat } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { get, path, remove } from '../core/api.js';
import { live } from '../core/live.js';
import { duration, exact } from '../core/format.js';
import { action, badge } from './bits.js';
import { started } from './task-actions.js';
import { toast } from './toast.js';

const TONES = { RUNNING: 'info', DONE: 'success', FAILED: 'danger', CANCELLED: 'muted' };
const MOST = 4;
const POLL_MS = 2000;
/** Behind a load balancer another node answers a poll now and then: so often in a row it must not know a task. */
const MISSES = 5;

class Tasks extends View {
  #tasks = new Map();
  /** How often in a row the server's whole list lacked a task. */
  #missed = new Map();

  start() {
    this.listen(started, 'task', ({ detail }) => this.#take(detail));
    live.follow(this, 'task', (task) => this.#take(task));
    // what began before this page was opened, and what its own node runs if the stream is interrupted
    this.#catchUp(true);
    this.every(POLL_MS, () => this.#running().length > 0 && this.#catchUp(false));
  }

  async #catchUp(first) {
    const asked = this.#running();
    const page = await get('tasks').catch(() => null); // the stream says what is wrong
    if (page && page.items.length >= page.total) this.#miss(asked, page.items);
    for (const task of page?.items ?? []) {
      if (first ? task.state === 'RUNNING' : this.#tasks.has(task.id)) this.#take(task);
    }
  }

  /** A node that died took its tasks with it: nobody will say that they ended. */
  #miss(asked, items) {
    const there = new Set(items.map(({ id }) => id));
    for (const { id } of asked.filter((task) => !there.has(task.id))) {
      const times = (this.#missed.get(id) ?? 0) + 1;
      this.#missed.set(id, times);
      if (times >= MISSES && this.#tasks.get(id)?.state === 'RUNNING') this.#close({ id });
    }
  }

  #running() {
    return [...this.#tasks.values()].filter(({ state }) => state === 'RUNNING');
  }

  #take(task) {
    const old = this.#tasks.get(task.id);
    if (old && old.state !== 'RUNNING') return; // a late word about one that has ended
    this.#tasks.set(task.id, task);
    this.#missed.delete(task.id);
    for (const [id, { state }] of this.#tasks) {
      if (this.#tasks.size > MOST && state !== 'RUNNING') this.#tasks.delete(id);
    }
    this.update();
  }

  #close(task) {
    this.#tasks.delete(task.id);
    this.#missed.delete(task.id);
    this.update();
  }

  async #cancel(task) {
    try {
      await remove(path(['tasks', task.id]));
    } catch (problem) {
      toast('danger', problem.message);
    }
  }

  template() {
    if (this.#tasks.size === 0) return nothing;
    return html`<section class="hk-tray" aria-label=${t('task.tray')}>
      ${repeat([...this.#tasks.values()], ({ id }) => id, (task) => this.#card(task))}
    </section>`;
  }

  #card(task) {
    const running = task.state === 'RUNNING';
    return html`<div class="hk-task" role="status" data-task=${task.id} data-state=${task.state}>
      <div class="hk-task-head">${badge(TONES[task.state], label('task-state', task.state))} ${t(`task.${task.action}`, { group: task.group, target: task.target })}
        ${running ? nothing : html`<button type="button" class="btn-close" aria-label=${t('common.close')} @click=${() => this.#close(task)}></button>`}</div>
      <progress max="1" .value=${task.progress} class=${task.state === 'FAILED' ? 'hk-fill-danger' : task.state === 'DONE' ? 'hk-fill-success' : ''} aria-label=${t('task.progress')}></progress>
      <div class="hk-task-foot">
        <span>${t('task.done', { done: exact(task.done), total: exact(task.total) })}
          ${task.failed > 0 ? t('task.failed', { n: task.failed }) : nothing}
          ${task.remainingSeconds === undefined ? nothing : t('job.remaining', { time: duration(task.remainingSeconds) })}</span>
        ${running ? action({ id: 'cancel-task', text: t('common.cancel'), small: true, run: () => this.#cancel(task) }) : nothing}
      </div>
      ${task.error ? html`<div class="text-secondary">${task.error}</div>` : nothing}
    </div>`;
  }
}

define('hk-tasks', Tasks);
