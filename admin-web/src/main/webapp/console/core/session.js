// Who is there, and what he may do. The server checks again: this only keeps from asking in vain.
import { get, post, remove, unauthorized } from './api.js';

/** Each role may do what those before it may. */
const ROLES = ['viewer', 'operator', 'administrator'];

class Session extends EventTarget {
  user = null;

  async load() {
    try {
      this.#become(await get('session/me'));
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      this.#become(null);
    }
  }

  async signIn(user, password) {
    this.#become(await post('session', { user, password }));
  }

  async signOut() {
    await remove('session');
    this.#become(null);
  }

  may(role) {
    const held = Math.max(-1, ...(this.user?.roles ?? []).map((one) => ROLES.indexOf(one)));
    return held >= ROLES.indexOf(role);
  }

  lapse() {
    if (this.user) this.#become(null);
  }

  #become(user) {
    this.user = user;
    this.dispatchEvent(new Event('change'));
  }
}

export const session = new Session();
unauthorized.addEventListener('unauthorized', () => session.lapse());
