import type { KeyScope } from './key-scope.ts';
import type { KeyedCommand } from './working-keys.ts';

/** Why a key cannot be given: `typing`, `focus`, `escape`, `editing`, `other-sign` (AltGr), `system`. */
export type KeyRefusal = 'typing' | 'focus' | 'escape' | 'editing' | 'other-sign' | 'system';

export const KEY_REFUSALS: Readonly<Record<KeyRefusal, string>> = {
  typing: 'This key writes or edits text, and the command acts where text is written.',
  focus: 'Tab goes from one control to the next: without it there is no way about the window without a mouse.',
  escape: 'Esc leaves a dialog, a menu or a tool.',
  editing: 'Text is cut, copied, pasted and taken back with this key.',
  'other-sign': 'Ctrl and Alt together write signs on many keyboards (AltGr).',
  system: 'The system keeps this key for itself.',
};

const EDITING = new Set(['Ctrl A', 'Ctrl C', 'Ctrl V', 'Ctrl X', 'Ctrl Z', 'Ctrl Y', 'Ctrl Shift Z', 'Ctrl Shift V']);
/** In text they move the caret or take signs away, with Shift and Ctrl too. */
const CARET = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PgUp', 'PgDn']);
const TEXT = new Set(['Space', 'Enter', 'Delete', 'Backspace', 'Insert']);
const SYSTEM = new Set([
  'Alt F4',
  'Alt Space',
  'Alt Shift Space',
  'Ctrl Alt Delete',
  'Ctrl Shift Esc',
  'Ctrl Esc',
  'Alt Esc',
]);

/** Null: the key can be given to a command that acts there. @param key canonical */
export function keyRefusal(key: string, scope: KeyScope): KeyRefusal | null {
  const parts = key.split(' ');
  const last = parts.at(-1) ?? '';
  const held = (name: string): boolean => parts.slice(0, -1).includes(name);
  if (SYSTEM.has(key)) return 'system';
  if (last === 'Tab') return 'focus';
  if (last === 'Esc') return 'escape';
  const isSign = [...last].length === 1;
  if (held('Ctrl') && held('Alt') && isSign) return 'other-sign';
  // Lists and pictures have no text of their own: their letters are free (ui.md).
  if (scope === 'worklist' || scope === 'image') return null;
  if (EDITING.has(key)) return 'editing';
  const isBare = !held('Ctrl') && !held('Alt');
  if (isBare && (isSign || TEXT.has(last))) return 'typing';
  if (CARET.has(last) && !held('Alt')) return 'typing';
  if (held('Ctrl') && (last === 'Delete' || last === 'Backspace' || last === 'Insert')) return 'typing';
  return null;
}

/** The same for a command, whose own keys of the program it may always have again. */
export function refusalFor({ scope, defaultKeys }: Omit<KeyedCommand, 'id'>, key: string): KeyRefusal | null {
  return defaultKeys.includes(key) ? null : keyRefusal(key, scope);
}
