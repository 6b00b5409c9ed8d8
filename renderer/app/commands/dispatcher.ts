import type { Disposer } from '../../../shared/lib/disposable.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { isPressable, isTextField, presentScopes, scopeOf, scopeTarget } from './focus-scope.ts';
import type { FocusScope } from './focus-scope.ts';
import { KeyHold } from './key-hold.ts';
import { keyOfPress, writesText } from './keys.ts';
import type { KeyText } from './keys.ts';
import type { RegisteredCommand } from './command.ts';
import type { CommandRegistry } from './registry.ts';

/**
 * Sends key presses of a document to commands, by the part of the window that has the focus.
 * While nothing has the focus, the part that had it last keeps the keys; the mark on screen says so.
 */
export class KeyDispatcher {
  /** Keeps the keys in the report while the mouse works elsewhere. */
  readonly hold: KeyHold;
  #registry: CommandRegistry;
  #document: Document;
  #onFailure: (error: unknown) => void;
  #last: { readonly scope: FocusScope; readonly element: Element } | null = null;
  #shown: FocusScope = 'none';
  #changed = new Emitter<FocusScope>();
  #unclaimed = new Emitter<KeyText>();

  constructor(registry: CommandRegistry, target: Document, onFailure: (error: unknown) => void) {
    this.#registry = registry;
    this.#document = target;
    this.hold = new KeyHold(target);
    this.#onFailure = onFailure;
  }

  /** Begins to listen. */
  start(): Disposer {
    const bag = new DisposerBag();
    const listen = <K extends 'keydown' | 'focusin' | 'focusout'>(
      name: K,
      listener: (event: DocumentEventMap[K]) => void,
    ): void => {
      this.#document.addEventListener(name, listener);
      bag.add(() => this.#document.removeEventListener(name, listener));
    };
    listen('keydown', (event) => this.#press(event));
    bag.add(this.hold.start());
    listen('focusin', () => this.#lookAtFocus());
    listen('focusout', () => queueMicrotask(() => this.#lookAtFocus()));
    this.#lookAtFocus();
    return () => bag.dispose();
  }

  /** Where keys go now. */
  get scope(): FocusScope {
    const active = this.#document.activeElement;
    if (active && active !== this.#document.body) return scopeOf(active);
    return this.#last?.element.isConnected ? this.#last.scope : 'none';
  }

  onScopeChange(listener: (scope: FocusScope) => void): Disposer {
    return this.#changed.on(listener);
  }

  /** Fires with each press that no command of this window is for. */
  onUnclaimed(listener: (key: KeyText) => void): Disposer {
    return this.#unclaimed.on(listener);
  }

  /** A key that was pressed in another window of the desk: it is for what acts everywhere, or in the report. */
  pressElsewhere(key: KeyText): void {
    const command = this.#registry.find('report', key);
    if (command && this.#mayRun(command)) this.run(command.id);
  }

  /** Gives the keys to the next part of the window. */
  toggleScope(): void {
    this.hold.release();
    const present = presentScopes(this.#document);
    const next = present[(present.indexOf(this.scope) + 1) % present.length];
    if (next !== undefined) this.focusScope(next);
  }

  focusScope(scope: FocusScope): void {
    scopeTarget(this.#document, scope)?.focus();
  }

  /** Runs a command as its key would, or does nothing when it is not there or not enabled. */
  run(id: string): void {
    const command = this.#registry.get(id);
    if (!command || command.enabled?.() === false) return;
    try {
      Promise.resolve(command.run()).catch(this.#onFailure);
    } catch (error) {
      this.#onFailure(error);
    }
  }

  /** The same from a button of a mouse or a device: as with a key, a dialog holds it until it is answered. */
  runByHand(id: string): void {
    const command = this.#registry.get(id);
    if (command && this.#mayRun(command)) this.run(id);
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const key = keyOfPress(event);
    if (key === null) return;
    const active = this.#document.activeElement;
    if (writesText(key) && isTextField(active)) return;
    if ((key === 'Space' || key === 'Enter') && isPressable(active)) return;
    const scope = this.scope;
    const command = this.#registry.find(scope === 'none' ? 'global' : scope, key);
    if (!command) return this.#unclaimed.emit(key);
    if (!this.#mayRun(command)) return;
    event.preventDefault();
    this.run(command.id);
  }

  /** A dialog holds the keys until it is answered. */
  #mayRun({ enabled, inDialogs }: RegisteredCommand): boolean {
    return enabled?.() !== false && (inDialogs === true || !this.#document.querySelector('dialog[open]'));
  }

  #lookAtFocus(): void {
    const active = this.#document.activeElement;
    if (active && active !== this.#document.body) {
      const scope = scopeOf(active);
      this.#last = scope === 'none' ? null : { scope, element: active };
    }
    if (this.scope === this.#shown) return;
    this.#shown = this.scope;
    this.#changed.emit(this.#shown);
  }
}
