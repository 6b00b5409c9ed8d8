import { numberAt } from '../../../shared/dictation/number-words.ts';
import { writtenText } from '../../../shared/dictation/written.ts';

const FIELDS = 'input, select, textarea, [contenteditable="true"]';

/** A field of the form that has the keys takes what is said: a choice by its words, a number in figures, else the text. False: none does. */
export function saidInField(element: Element | null, phrase: string): boolean {
  if (element?.closest('[data-section]') === null) return false;
  if (element instanceof HTMLSelectElement) return choose(element, plain(phrase));
  const isLine =
    element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text');
  if (!isLine) return false;
  const before = element.value.slice(0, element.selectionStart ?? element.value.length);
  const text = element.inputMode === 'decimal' ? figures(phrase) : writtenText(phrase, before === '' ? 'a' : before);
  if (text === null) return true;
  const gap = before === '' || /\s$/.test(before) || element.inputMode === 'decimal' ? '' : ' ';
  element.setRangeText(`${gap}${text}`, element.selectionStart ?? 0, element.selectionEnd ?? 0, 'end');
  element.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

/** Gives the keys to the field after, or before, the one that has them. */
export function goToField(root: ParentNode, by: 1 | -1): void {
  const fields = [...root.querySelectorAll<HTMLElement>(`[data-scope="report"] [data-section] :is(${FIELDS})`)];
  const at = fields.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? (by === 1 ? 0 : fields.length - 1) : (at + by + fields.length) % fields.length;
  fields[next]?.focus();
}

/** What is no choice of the list is not taken for text elsewhere: the reader spoke to the list. */
function choose(list: HTMLSelectElement, said: string): boolean {
  const found = [...list.options].filter((option) => plain(option.text) === said);
  const [only] = found;
  if (only !== undefined && found.length === 1) {
    list.value = only.value;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  }
  return true;
}

/** Null where it is no number, and nothing else. */
function figures(phrase: string): string | null {
  const words = phrase.toLowerCase().trim().split(/\s+/);
  const number = numberAt(words, 0);
  return number !== null && number.words === words.length ? number.text : null;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
