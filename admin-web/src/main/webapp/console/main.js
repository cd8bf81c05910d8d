// Words first, then who is there, then the page.
import { loadWords } from './core/i18n.js';
import { session } from './core/session.js';

await loadWords();
await session.load().catch(() => {}); // no server: the shell says so
await import('./app.js');
