// The words of the console, in one dictionary per language. Both have the same keys: a test sees to it.

export const LANGUAGES = { en: 'English', ja: '日本語' };

const KEY = 'hikyaku.language';
let words = {};
let current = 'en';

/** What was chosen, or what the browser prefers of what there is. */
function preferred() {
  const wanted = [localStorage.getItem(KEY), ...navigator.languages.map((l) => l.slice(0, 2))];
  return wanted.find((language) => language in LANGUAGES) ?? 'en';
}

export async function loadWords() {
  current = preferred();
  const response = await fetch(`console/i18n/${current}.json`);
  if (!response.ok) throw new Error(`console/i18n/${current}.json: ${response.status}`);
  words = await response.json();
  document.documentElement.lang = current;
}

export function language() {
  return current;
}

export function chooseLanguage(language) {
  localStorage.setItem(KEY, language);
  location.reload();
}

/**
 * The words of a key. {name} stands for a value, {count:message|messages} for a number with its noun.
 */
export function t(key, values = {}) {
  const pattern = words[key];
  if (pattern === undefined) return key;
  return pattern.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name, one, many) => {
    const value = values[name] ?? '';
    const text = typeof value === 'number' ? number(value) : String(value);
    if (one === undefined) return text;
    return `${text} ${Number(value) === 1 ? one : many}`;
  });
}

/** The words for a value of an enumeration; the value itself if there are none. */
export function label(family, value) {
  const key = `${family}.${value}`;
  return key in words ? words[key] : String(value ?? '');
}

function number(value) {
  return new Intl.NumberFormat(current).format(value);
}
