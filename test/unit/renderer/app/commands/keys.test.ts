import { describe, expect, it } from 'vitest';
import { keyLabel, keyOfPress, parseKey, writesText } from '../../../../../renderer/app/commands/keys.ts';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
  code = '',
) => keyOfPress({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('parseKey', () => {
  it('writes every way of naming a key in one way', () => {
    const given = [
      'ctrl k',
      'Alt I',
      'PgUp',
      'pageup',
      '↑',
      'Ctrl ⏎',
      '?',
      'shift ctrl o',
      'f6',
      'Space',
      'Escape',
      '1',
    ];
    expect(given.map(parseKey)).toEqual([
      'Ctrl K',
      'Alt I',
      'PgUp',
      'PgUp',
      'ArrowUp',
      'Ctrl Enter',
      '?',
      'Ctrl Shift O',
      'F6',
      'Space',
      'Esc',
      '1',
    ]);
  });

  it.each(['', 'Ctrl', 'Hyper K', 'Foo', 'F99'])('refuses %j', (text) => {
    expect(() => parseKey(text)).toThrow(expect.objectContaining({ code: 'command/bad-key' }));
  });
});

describe('keyOfPress', () => {
  it('names what was pressed as parseKey does', () => {
    expect([
      press('k', { ctrlKey: true }),
      press('K', { shiftKey: true }),
      press('k', { metaKey: true }),
      press(' '),
      press('PageUp'),
      press('?', { shiftKey: true }),
      press('!', { shiftKey: true }),
      press('Enter', { ctrlKey: true }),
      press('ArrowUp', { shiftKey: true }),
    ]).toEqual(['Ctrl K', 'Shift K', 'Ctrl K', 'Space', 'PgUp', '?', '!', 'Ctrl Enter', 'Shift ArrowUp']);
  });

  it('takes the place of the key where Alt or another script writes another sign', () => {
    expect([press('ˆ', { altKey: true }, 'KeyI'), press('ц', {}, 'KeyW')]).toEqual(['Alt I', 'W']);
  });

  it('is null for a modifier alone and for a dead key', () => {
    expect([press('Shift', { shiftKey: true }), press('Dead')]).toEqual([null, null]);
  });
});

describe('writesText', () => {
  it('is false only for keys that no text field wants', () => {
    expect(['W', 'Space', 'ArrowUp', '?', 'Ctrl K', 'Alt I', 'F6'].map(writesText)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('keyLabel', () => {
  it('shows arrows and the enter key by their signs', () => {
    expect([keyLabel('Ctrl Enter'), keyLabel('ArrowLeft'), keyLabel('PgDn')]).toEqual(['Ctrl ⏎', '←', 'PgDn']);
  });
});
