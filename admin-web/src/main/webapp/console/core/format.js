// Figures for people. What is not known is a dash, never a zero.
import { language, t } from './i18n.js';

const DASH = '–';
const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];
const formats = new Map();

function format(kind, options) {
  const key = kind.name + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new kind(language(), options));
  return formats.get(key);
}

const known = (value) => value !== undefined && value !== null && !Number.isNaN(value);

/** 12,345; from a million on 1.2M. */
export function count(value) {
  if (!known(value)) return DASH;
  const compact = Math.abs(value) >= 1e6;
  return format(
    Intl.NumberFormat,
    compact ? { notation: 'compact', maximumFractionDigits: 2 } : { maximumFractionDigits: 0 },
  ).format(value);
}

/** All digits, for questions whose answer destroys something. */
export function exact(value) {
  return known(value) ? format(Intl.NumberFormat, {}).format(value) : DASH;
}

/** Per second: one digit behind the point below ten. */
export function rate(value) {
  if (!known(value)) return DASH;
  if (value > 0 && value < 0.1) return '<0.1';
  const digits = value > 0 && value < 9.95 ? 1 : 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value >= 1e6 ? count(value) : format(Intl.NumberFormat, options).format(value);
}

/** Of 1024s. */
export function bytes(value) {
  if (!known(value)) return DASH;
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < BYTE_UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  const digits = unit > 0 && rest < 10 ? 1 : 0;
  return `${format(Intl.NumberFormat, { maximumFractionDigits: digits }).format(rest)} ${BYTE_UNITS[unit]}`;
}

export function percent(part, whole) {
  if (!known(part) || !whole) return DASH;
  return format(Intl.NumberFormat, { style: 'percent', maximumFractionDigits: 0 }).format(part / whole);
}

/** The two largest units: 3 d 4 h, 2 min 5 s. */
export function duration(seconds) {
  if (!known(seconds)) return DASH;
  if (seconds < 1) return seconds > 0 ? t('duration.under') : t('duration.s', { n: 0 });
  const s = Math.round(seconds);
  if (s < 60) return t('duration.s', { n: s });
  if (s < 3600) return two('min', Math.floor(s / 60), 's', s % 60);
  if (s < 86400) return two('h', Math.floor(s / 3600), 'min', Math.floor((s % 3600) / 60));
  return two('d', Math.floor(s / 86400), 'h', Math.floor((s % 86400) / 3600));
}

const UNITS = {
  d: (n) => t('duration.d', { n }),
  h: (n) => t('duration.h', { n }),
  min: (n) => t('duration.min', { n }),
  s: (n) => t('duration.s', { n }),
};

function two(large, n, small, rest) {
  return rest === 0 ? UNITS[large](n) : `${UNITS[large](n)} ${UNITS[small](rest)}`;
}

/** The time of day; with the date if it is not today's. */
export function time(value) {
  if (!known(value) || value === '') return DASH;
  const moment = new Date(value);
  const today = moment.toDateString() === new Date().toDateString();
  return format(Intl.DateTimeFormat, { hourCycle: 'h23', timeStyle: 'medium', ...(today ? {} : { dateStyle: 'medium' }) }).format(moment);
}

/** How long ago, in seconds. */
export function since(value) {
  return known(value) ? Math.max(0, (Date.now() - new Date(value).getTime()) / 1000) : undefined;
}

export function ago(value) {
  return known(value) ? t('duration.ago', { time: duration(since(value)) }) : DASH;
}
