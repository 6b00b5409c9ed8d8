// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import type { Command } from '../../../../../renderer/app/commands/index.ts';
import { CommandRegistry, KeyDispatcher } from '../../../../../renderer/app/commands/index.ts';

const PAGE = `
  <button id="outside">outside</button>
  <div data-scope="image"><div id="image" tabindex="0"></div><button id="tool">tool</button></div>
  <div data-scope="report">
    <div id="editor" contenteditable="true" tabindex="0"></div><div id="report" tabindex="0" data-scope-focus></div>
  </div>
  <input id="field" />`;

function setUp(commands: readonly Omit<Command, 'title' | 'group' | 'run'>[]) {
  document.body.innerHTML = PAGE;
  const ran: string[] = [];
  const failures: unknown[] = [];
  const registry = new CommandRegistry();
  registry.registerCommands(
    commands.map((command) => ({ ...command, title: '', group: '', run: () => void ran.push(command.id) })),
  );
  const dispatcher = new KeyDispatcher(registry, document, (error) => failures.push(error));
  disposers.push(dispatcher.start());
  const focus = (id: string): void => document.getElementById(id)?.focus();
  const press = (key: string, held: KeyboardEventInit = {}): boolean =>
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }),
    );
  return { ran, failures, registry, dispatcher, focus, press };
}

const disposers: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposers.splice(0)) dispose();
});

const WINDOW: Omit<Command, 'title' | 'group' | 'run'> = { id: 'window', keys: ['W'], scope: 'image' };
const SIGN: Omit<Command, 'title' | 'group' | 'run'> = { id: 'sign', keys: ['Ctrl Enter'], scope: 'report' };
const HELP: Omit<Command, 'title' | 'group' | 'run'> = { id: 'help', keys: ['?', 'F1'], scope: 'global' };

describe('KeyDispatcher', () => {
  it('runs a bare letter only while its part of the window has the focus', () => {
    const { ran, focus, press } = setUp([WINDOW]);
    for (const id of ['outside', 'report', 'image']) {
      focus(id);
      press('w');
    }
    expect(ran).toEqual(['window']);
  });

  it('leaves bare keys to text fields and takes keys with Ctrl and function keys there', () => {
    const { ran, focus, press } = setUp([WINDOW, SIGN, HELP]);
    focus('editor');
    expect(press('w')).toBe(true);
    expect(press('?')).toBe(true);
    expect(press('Enter', { ctrlKey: true })).toBe(false);
    focus('field');
    press('?');
    press('F1');
    expect(ran).toEqual(['sign', 'help']);
  });

  it('leaves Space and Enter to a button', () => {
    const { ran, focus, press } = setUp([{ id: 'cine', keys: ['Space'], scope: 'image' }]);
    focus('tool');
    press(' ');
    focus('image');
    press(' ');
    expect(ran).toEqual(['cine']);
  });

  it('keeps the keys where they were when the focus falls to nothing', () => {
    const { ran, focus, press, dispatcher } = setUp([WINDOW]);
    focus('image');
    document.getElementById('image')?.blur();
    expect(document.activeElement).toBe(document.body);
    expect(dispatcher.scope).toBe('image');
    press('w');
    document.querySelector('[data-scope="image"]')?.remove();
    press('w');
    expect([ran, dispatcher.scope]).toEqual([['window'], 'none']);
  });

  it('gives no key to commands while a dialog is open, and none that somebody took', () => {
    const { ran, focus, press } = setUp([WINDOW, HELP]);
    focus('image');
    document.body.insertAdjacentHTML('beforeend', '<dialog open></dialog>');
    press('w');
    document.querySelector('dialog')?.remove();
    document.getElementById('image')?.addEventListener('keydown', (event) => event.preventDefault());
    press('?');
    expect(ran).toEqual([]);
  });

  it('locks while a dialog is open', () => {
    const { ran, focus, press } = setUp([{ ...WINDOW, inDialogs: true }]);
    focus('image');
    document.body.insertAdjacentHTML('beforeend', '<dialog open></dialog>');
    expect(press('w')).toBe(false);
    document.querySelector('dialog')?.remove();
    expect(ran).toEqual(['window']);
  });

  it('does not run what is not enabled', () => {
    const { ran, focus, press } = setUp([{ ...WINDOW, enabled: () => false }]);
    focus('image');
    expect(press('w')).toBe(true);
    expect(ran).toEqual([]);
  });

  it('toggles between the parts that are there, to the place each names', () => {
    const { dispatcher, focus } = setUp([]);
    focus('image');
    dispatcher.toggleScope();
    expect([dispatcher.scope, document.activeElement?.id]).toEqual(['report', 'report']);
    dispatcher.toggleScope();
    expect([dispatcher.scope, document.activeElement?.id]).toEqual(['image', 'image']);
  });

  it('says where keys go whenever that changes', () => {
    const { dispatcher, focus } = setUp([]);
    const said: string[] = [];
    dispatcher.onScopeChange((scope) => said.push(scope));
    focus('image');
    focus('tool');
    focus('editor');
    focus('outside');
    expect(said).toEqual(['image', 'report', 'none']);
  });

  it('hands failures on, thrown now or later', async () => {
    const { registry, dispatcher, failures } = setUp([]);
    const base = { title: '', group: '', keys: [], scope: 'global' } as const;
    registry.registerCommand({
      ...base,
      id: 'now',
      run: () => {
        throw new Error('now');
      },
    });
    registry.registerCommand({ ...base, id: 'later', run: () => Promise.reject(new Error('later')) });
    dispatcher.run('now');
    dispatcher.run('later');
    await Promise.resolve();
    await Promise.resolve();
    expect(failures.map(String)).toEqual(['Error: now', 'Error: later']);
  });
});
