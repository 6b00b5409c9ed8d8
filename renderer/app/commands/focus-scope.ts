import type { CommandScope } from './command.ts';

/** Parts of the window that take keys. `none`: nothing that has keys of its own. */
export type FocusScope = Exclude<CommandScope, 'global'> | 'none';

const SCOPES: readonly FocusScope[] = ['worklist', 'image', 'report'];

/** The scope an element stands in: the nearest ancestor with `data-scope`. */
export function scopeOf(element: Element | null): FocusScope {
  const named = element?.closest('[data-scope]')?.getAttribute('data-scope');
  return SCOPES.find((scope) => scope === named) ?? 'none';
}

const NO_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'color', 'file', 'image', 'reset', 'submit']);

/** True where typed letters are text. */
export function isTextField(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return !NO_TEXT.has(element.type);
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  const edited = element?.closest('[contenteditable]');
  return edited !== null && edited !== undefined && edited.getAttribute('contenteditable') !== 'false';
}

/** True where Space and Enter press the control itself. */
export function isPressable(element: Element | null): boolean {
  return element?.closest('button, a[href], summary, input, [role="menuitem"], [role="tab"], [role="option"]') !== null;
}

/** Parts of the window that can be given the keys now, in document order, each once. */
export function presentScopes(root: ParentNode): readonly FocusScope[] {
  const found = [...root.querySelectorAll('[data-scope]')].map((element) => scopeOf(element));
  return [...new Set(found)].filter((scope) => scope !== 'none');
}

const FOCUSABLE = '[tabindex="0"], [contenteditable="true"], input:enabled, textarea:enabled, button:enabled';

/** What gets the focus when a scope is given the keys: `data-scope-focus` first, else the first thing that takes it. */
export function scopeTarget(root: ParentNode, scope: FocusScope): HTMLElement | null {
  const part = `[data-scope="${scope}"]`;
  const named = `${part}[data-scope-focus], ${part} [data-scope-focus]`;
  const first = `${part}:is(${FOCUSABLE}), ${part} :is(${FOCUSABLE})`;
  return root.querySelector<HTMLElement>(named) ?? root.querySelector<HTMLElement>(first);
}
