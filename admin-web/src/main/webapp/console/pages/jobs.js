// Jobs that run or ended lately, and the tuple groups that they read and write. Property: tab.
import { View, define, html } from '../core/view.js';
import { t } from '../core/i18n.js';
import { link } from '../core/router.js';
import { header, tabs } from '../parts/bits.js';
import '../parts/job-list.js';
import '../parts/tuple-groups.js';

class Jobs extends View {
  template() {
    return html`
      ${header({ title: t('nav.jobs'), note: t('jobs.note') })}
      ${tabs(
        [
          { id: 'jobs', href: link('jobs'), text: t('nav.jobs') },
          { id: 'tuple-groups', href: link('jobs', 'tuple-groups'), text: t('tuples.groups') },
        ],
        this.tab,
      )}
      ${this.tab === 'tuple-groups' ? html`<hk-tuple-groups></hk-tuple-groups>` : html`<hk-job-list></hk-job-list>`}`;
  }
}

define('hk-jobs', Jobs, ['tab']);
