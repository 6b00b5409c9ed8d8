import { AppError } from '../../../shared/errors/app-error.ts';

/**
 * A key press in canonical words: "Ctrl K", "Alt I", "Shift ArrowUp", "PgUp", "?", "Space".
 * Letters stand as capitals. A sign that needs Shift on some keyboards ("?", "!") is named by the sign alone.
 */
export type KeyText = string;

const MODIFIERS = ['Ctrl', 'Alt', 'Shift'] as const;

/** Browser names on the left, ours on the right. */
const FROM_EVENT: Readonly<Record<string, string>> = {
  ' ': 'Space',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
};

/** Other ways to write a key in a command. */
const ALIASES: Readonly<Record<string, string>> = {
  '↑': 'ArrowUp',
  '↓': 'ArrowDown',
  '←': 'ArrowLeft',
  '→': 'ArrowRight',
  '⏎': 'Enter',
  UP: 'ArrowUp',
  DOWN: 'ArrowDown',
  LEFT: 'ArrowLeft',
  RIGHT: 'ArrowRight',
  RETURN: 'Enter',
  ESCAPE: 'Esc',
  PAGEUP: 'PgUp',
  PAGEDOWN: 'PgDn',
};

const NAMED = new Set(
  ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PgUp', 'PgDn', 'Home', 'End', 'Enter', 'Esc', 'Tab'].concat(
    ['Space', 'Delete', 'Backspace', 'Insert'],
    Array.from({ length: 24 }, (_, index) => `F${index + 1}`),
  ),
);

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '⏎',
};

function canonicalKey(text: string): string {
  const alias = ALIASES[text] ?? ALIASES[text.toUpperCase()];
  if (alias !== undefined) return alias;
  const named = [...NAMED].find((name) => name.toUpperCase() === text.toUpperCase());
  if (named !== undefined) return named;
  if ([...text].length === 1) return text.toUpperCase();
  throw new AppError('command/bad-key', `"${text}" is no key`);
}

/**
 * Reads "Ctrl K", "Alt I", "PgUp", "↑", "?" into canonical words.
 * @throws AppError command/bad-key
 */
export function parseKey(text: string): KeyText {
  const parts = text.trim().split(/\s+/);
  const key = parts.pop() ?? '';
  const held = new Set<string>(parts.map((part) => part[0]?.toUpperCase() + part.slice(1).toLowerCase()));
  for (const name of held) {
    if (!MODIFIERS.some((modifier) => modifier === name))
      throw new AppError('command/bad-key', `"${name}" is no modifier`);
  }
  if (key === '') throw new AppError('command/bad-key', 'no key named');
  return [...MODIFIERS.filter((modifier) => held.has(modifier)), canonicalKey(key)].join(' ');
}

/** What of a keyboard event is looked at. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The canonical words of a press; null for a modifier alone, a dead key and input under composition. */
export function keyOfPress(press: KeyPress): KeyText | null {
  if (['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'Dead', 'Process', 'Unidentified'].includes(press.key))
    return null;
  const held: string[] = [];
  if (press.ctrlKey || press.metaKey) held.push('Ctrl');
  if (press.altKey) held.push('Alt');
  const { key, isSign } = pressedKey(press);
  // Which signs need Shift differs from keyboard to keyboard; letters and named keys keep it.
  if (press.shiftKey && !isSign) held.push('Shift');
  return [...held, key].join(' ');
}

function pressedKey(press: KeyPress): { key: string; isSign: boolean } {
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  const latin = /^[a-z]$/i.test(press.key);
  // Alt writes other signs on some systems, and other scripts have no latin letters: then the place of the key counts.
  if (letter !== undefined && !latin) return { key: letter, isSign: false };
  const named = FROM_EVENT[press.key] ?? press.key;
  if (NAMED.has(named)) return { key: named, isSign: false };
  return { key: press.key.toUpperCase(), isSign: !latin };
}

/** True where the key by itself writes text: such keys never act inside text fields. */
export function writesText(key: KeyText): boolean {
  const parts = key.split(' ');
  if (parts.includes('Ctrl') || parts.includes('Alt')) return false;
  const last = parts.at(-1) ?? '';
  return !/^F\d+$/.test(last);
}

/** For labels: "Ctrl ⏎", "↑". */
export function keyLabel(key: KeyText): string {
  return key
    .split(' ')
    .map((part) => SHOWN[part] ?? part)
    .join(' ');
}
