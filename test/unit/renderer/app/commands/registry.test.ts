import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../../renderer/app/commands/index.ts';
import { CommandRegistry } from '../../../../../renderer/app/commands/index.ts';

const command = (id: string, scope: Command['scope'], ...keys: string[]): Command => ({
  id,
  title: id,
  group: 'Test',
  keys,
  scope,
  run: () => undefined,
});
const taken = expect.objectContaining({ code: 'command/taken' });

describe('CommandRegistry', () => {
  it('finds a command by key in its scope and a global one in every scope', () => {
    const registry = new CommandRegistry();
    registry.registerCommands([command('invert', 'image', 'Alt I'), command('palette', 'global', 'Ctrl K')]);
    const found = (['image', 'report', 'global'] as const).map((scope) => [
      registry.find(scope, 'Alt I')?.id,
      registry.find(scope, 'Ctrl K')?.id,
    ]);
    expect(found).toEqual([
      ['invert', 'palette'],
      [undefined, 'palette'],
      [undefined, 'palette'],
    ]);
  });

  it('lets two scopes have the same key', () => {
    const registry = new CommandRegistry();
    registry.registerCommands([command('a', 'image', 'S'), command('b', 'worklist', 'S')]);
    expect([registry.find('image', 'S')?.id, registry.find('worklist', 'S')?.id]).toEqual(['a', 'b']);
  });

  it('refuses a key that is taken in the scope or everywhere, and an id that is there', () => {
    const registry = new CommandRegistry();
    registry.registerCommands([command('a', 'image', 'Ctrl K'), command('all', 'global', '?')]);
    expect(() => registry.registerCommand(command('b', 'image', 'ctrl k'))).toThrow(taken);
    expect(() => registry.registerCommand(command('c', 'report', '?'))).toThrow(taken);
    expect(() => registry.registerCommand(command('d', 'global', 'Ctrl K'))).toThrow(taken);
    expect(() => registry.registerCommand(command('a', 'report'))).toThrow(taken);
    expect(registry.all().map(({ id }) => id)).toEqual(['a', 'all']);
  });

  it('registers none of several when one is refused', () => {
    const registry = new CommandRegistry();
    expect(() => registry.registerCommands([command('a', 'image', 'S'), command('b', 'image', 'S')])).toThrow(taken);
    expect(registry.all()).toEqual([]);
  });

  it('frees the keys when the disposer is called, once or twice', () => {
    const registry = new CommandRegistry();
    const dispose = registry.registerCommand(command('a', 'image', 'S'));
    dispose();
    registry.registerCommand(command('b', 'image', 'S'));
    dispose();
    expect(registry.find('image', 'S')?.id).toBe('b');
  });

  it('gives commands the own keys of the reader, whenever they are registered, and their keys back', () => {
    const registry = new CommandRegistry();
    registry.setOwnKeys({ a: ['X', 'T'], gone: ['Q'] });
    registry.registerCommands([command('a', 'image', 'S'), command('b', 'image', 'T'), command('c', 'report', 'T')]);
    expect([registry.find('image', 'X')?.id, registry.find('image', 'T')?.id]).toEqual(['a', 'a']);
    expect([registry.find('image', 'S'), registry.get('b')?.keys]).toEqual([undefined, []]);
    expect([registry.find('report', 'T')?.id, registry.get('b')?.defaultKeys]).toEqual(['c', ['T']]);
    registry.setOwnKeys({});
    expect([registry.keyOf('a'), registry.keyOf('b')]).toEqual(['S', 'T']);
  });

  it('tells listeners, and keeps the list the same object until something changes', () => {
    const registry = new CommandRegistry();
    let told = 0;
    registry.onChange(() => (told += 1));
    const before = registry.all();
    expect(registry.all()).toBe(before);
    registry.registerCommand(command('a', 'image'));
    expect(registry.all()).not.toBe(before);
    expect(told).toBe(1);
  });
});
