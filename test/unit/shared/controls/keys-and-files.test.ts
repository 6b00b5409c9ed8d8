import { describe, expect, it } from 'vitest';
import { fitControls } from '../../../../shared/controls/fit-controls.ts';
import { mouseRefusal } from '../../../../shared/controls/mouse-rules.ts';
import { keyRefusal, refusalFor } from '../../../../shared/controls/refused-keys.ts';
import { Controls, PROGRAM_CONTROLS } from '../../../../shared/model/controls.ts';

describe('keys that cannot be given', () => {
  it.each([
    ['Tab', 'image', 'focus'],
    ['Shift Tab', 'worklist', 'focus'],
    ['Esc', 'image', 'escape'],
    ['Alt F4', 'image', 'system'],
    ['Ctrl Alt Q', 'image', 'other-sign'],
    ['A', 'report', 'typing'],
    ['?', 'global', 'typing'],
    ['Enter', 'report', 'typing'],
    ['Ctrl C', 'global', 'editing'],
    ['Ctrl Shift ArrowLeft', 'report', 'typing'],
    ['Shift Home', 'global', 'typing'],
    ['A', 'image', null],
    ['Ctrl C', 'image', null],
    ['PgDn', 'worklist', null],
    ['F5', 'report', null],
    ['Alt ArrowLeft', 'global', null],
    ['Ctrl Enter', 'report', null],
    ['Ctrl Alt F5', 'global', null],
  ] as const)('%s %s: %s', (key, scope, why) => {
    expect(keyRefusal(key, scope)).toBe(why);
  });

  it('may be what the program itself gave', () => {
    expect(refusalFor({ scope: 'global', defaultKeys: ['?'] }, '?')).toBeNull();
  });
});

describe('controls of a file', () => {
  const commands = [
    { id: 'a.one', scope: 'image' as const, defaultKeys: ['A'] },
    { id: 'a.two', scope: 'report' as const, defaultKeys: ['Alt N'] },
  ];
  const canonical = (key: string): string | null => (key === 'Nokey' ? null : key);

  it('are taken without what this program does not know and what cannot be given, each named', () => {
    const file = Controls.parse({
      ...PROGRAM_CONTROLS,
      keys: { 'a.one': ['F5', 'Tab', 'Nokey'], 'a.two': ['X', 'Alt M'], 'old.gone': ['Q'] },
      mouse: { ...PROGRAM_CONTROLS.mouse, back: 'old.gone', forward: 'a.one' },
      devices: [
        {
          ...{ vendorId: 1, productId: 2 },
          buttons: [{ report: 0, byte: 1, mask: 4, value: 4, press: 'a.one', release: 'old.gone' }],
        },
      ],
    });
    const { controls, leftOut } = fitControls(file, commands, canonical);
    expect(controls.keys).toEqual({ 'a.one': ['F5'], 'a.two': ['Alt M'] });
    expect([controls.mouse.back, controls.mouse.forward]).toEqual([null, 'a.one']);
    expect(controls.devices[0]?.buttons[0]).toMatchObject({ press: 'a.one', release: null });
    expect(leftOut.map(({ what }) => what)).toEqual([
      ...['a.one: Tab', 'a.one: Nokey', 'a.two: X', 'old.gone', 'old.gone', 'old.gone'],
    ]);
    expect(Controls.parse(JSON.parse(JSON.stringify(controls)))).toEqual(controls);
  });

  it('name the second of two commands with one key', () => {
    const both = [...commands, { id: 'a.three', scope: 'global' as const, defaultKeys: [] }];
    const { controls, leftOut } = fitControls(
      { ...PROGRAM_CONTROLS, keys: { 'a.one': ['F5'], 'a.three': ['F5'] } },
      both,
      canonical,
    );
    expect([controls.keys, leftOut.map(({ what }) => what)]).toEqual([{ 'a.one': ['F5'] }, ['a.three: F5']]);
  });

  it('are refused in another shape', () => {
    const bad = [
      { ...PROGRAM_CONTROLS, version: 2 },
      { ...PROGRAM_CONTROLS, keys: { 'no command': ['A'] } },
      { ...PROGRAM_CONTROLS, keys: { 'a.one': ['Alt Ctrl A'] } },
      { ...PROGRAM_CONTROLS, more: 1 },
    ];
    for (const one of bad) expect(Controls.safeParse(one).success).toBe(false);
  });
});

describe('a mouse', () => {
  const { mouse } = PROGRAM_CONTROLS;
  const still = { plain: 'zoom', ctrl: 'none', shift: 'fast', alt: 'series' } as const;

  it('always has a way to scroll picture by picture', () => {
    expect(mouseRefusal(mouse)).toBeNull();
    expect(mouseRefusal({ ...mouse, wheel: still })).toMatch(/scroll picture by picture/);
    expect(mouseRefusal({ ...mouse, wheel: still, drag: { ...mouse.drag, right: 'scroll' } })).toBeNull();
  });
});
