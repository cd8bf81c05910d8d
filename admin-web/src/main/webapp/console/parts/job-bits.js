// What the list of jobs and the page of one share.
import { html, nothing } from '../core/view.js';
import { label, t } from '../core/i18n.js';
import { duration, percent } from '../core/format.js';
import { post, path } from '../core/api.js';
import { action, badge, gauge } from './bits.js';
import { askReason } from './dialog.js';
import { toast } from './toast.js';

const TONES = { RUNNING: 'info', DONE: 'success', FAILED: 'danger', CANCELLED: 'muted' };

export const jobState = (job) => badge(TONES[job.state], label('job-state', job.state));

export function jobProgress(job) {
  if (job.state !== 'RUNNING') return percent(job.progress, 1);
  const rest = job.remainingSeconds === undefined ? '' : ` · ${t('job.remaining', { time: duration(job.remainingSeconds) })}`;
  const round = job.round > 0 ? `${t('job.round', { n: job.round + 1 })} · ` : '';
  return gauge(job.progress, 1, `${round}${percent(job.progress, 1)}${rest}`);
}

export const cancelJob = (job, done, small = true) =>
  job.state !== 'RUNNING'
    ? nothing
    : action({
        id: 'cancel-job',
        text: t('job.cancel'),
        sign: 'x-octagon',
        small,
        tone: 'btn-outline-danger',
        run: () =>
          askReason({
            title: t('job.cancel-title', { name: job.name }),
            text: t('job.cancel-text'),
            confirm: t('job.cancel'),
            tone: 'btn-danger',
            run: async ({ reason }) => {
              await post(path(['jobs', job.id, 'cancel']), { reason });
              toast('success', t('job.cancelled', { name: job.name }));
              done?.();
            },
          }),
      });
