// Mail by destination, and single mails with what they have met. Property: tab.
import { View, define, html } from '../core/view.js';
import { t } from '../core/i18n.js';
import { link } from '../core/router.js';
import { header, tabs } from '../parts/bits.js';
import '../parts/destinations.js';
import '../parts/mails.js';

class Mail extends View {
  template() {
    return html`
      ${header({ title: t('nav.mail'), note: t('mail.note') })}
      ${tabs(
        [
          { id: 'destinations', href: link('mail'), text: t('mail.destinations') },
          { id: 'find', href: link('mail', 'find'), text: t('mail.find') },
        ],
        this.tab,
      )}
      ${this.tab === 'find' ? html`<hk-mails></hk-mails>` : html`<hk-destinations></hk-destinations>`}`;
  }
}

define('hk-mail', Mail, ['tab']);
