import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dragNameOf,
  mouseRefusal,
  mouseWith,
  partsOfDrag,
  wheelActOf,
  withHabit,
} from '../../../../shared/controls/mouse-rules.ts';
import {
  DragAct,
  DragName,
  HabitTool,
  MouseActs,
  PROGRAM_CONTROLS,
  WheelAct,
} from '../../../../shared/model/controls.ts';

const { mouse } = PROGRAM_CONTROLS;
const keys = (held = '') => ({
  ...{ ctrlKey: held.includes('ctrl'), shiftKey: held.includes('shift') },
  ...{ altKey: held.includes('alt'), metaKey: held.includes('meta') },
});

describe('a press', () => {
  it.each([
    [1, '', null],
    [1, 'shift', 'shift left'],
    [1, 'alt', 'alt left'],
    [4, '', 'middle'],
    [4, 'ctrl', 'ctrl middle'],
    [2, '', 'right'],
    [3, '', 'both'],
    [3, 'shift', 'shift both'],
    // Two keys, the key of the system, or three buttons are nobody's.
    [2, 'ctrl shift', null],
    [4, 'meta', null],
    [7, '', null],
    [0, '', null],
  ] as const)('of buttons %i with "%s" is %s', (buttons, held, name) => {
    expect(dragNameOf(buttons, keys(held))).toBe(name);
  });

  it('has a name for each that can be chosen, and each name is of one press', () => {
    const masks = { left: 1, right: 2, both: 3, middle: 4 };
    for (const name of DragName.options) {
      const { button, key } = partsOfDrag(name);
      expect(dragNameOf(masks[button], keys(key ?? ''))).toBe(name);
    }
  });
});

describe('a mouse as the program comes', () => {
  it('has the tool on the left, the window on the right, the pan in the middle, the 3D cursor with Shift, and scrolls', () => {
    expect(mouse.drag).toMatchObject({ middle: 'pan', right: 'window', both: 'none', 'shift left': 'cursor' });
    expect(mouse.wheel).toEqual({ plain: 'scroll', ctrl: 'zoom', shift: 'fast', alt: 'phase' });
    for (const tool of HabitTool.options)
      expect(mouseWith(mouse, tool)).toEqual({ drag: mouse.drag, wheel: mouse.wheel });
  });

  it('is what a mouse that was kept before there were more drags becomes', () => {
    const kept = { ...mouse, drag: { middle: 'zoom', right: 'window' }, byTool: undefined };
    expect(MouseActs.parse(JSON.parse(JSON.stringify(kept)))).toEqual({
      ...mouse,
      drag: { ...mouse.drag, middle: 'zoom' },
    });
  });
});

describe('a habit of a tool', () => {
  const byTool = {
    drawing: { drag: { middle: 'zoom', right: 'pan' }, wheel: { ctrl: 'window' } },
    length: { drag: { right: 'scroll' }, wheel: {} },
    window: { drag: { both: 'magnify' }, wheel: { plain: 'zoom' } },
  } as const;

  it.each([
    ['length', { middle: 'zoom', right: 'scroll', both: 'none' }, { plain: 'scroll', ctrl: 'window' }],
    ['ellipse', { middle: 'zoom', right: 'pan', both: 'none' }, { plain: 'scroll', ctrl: 'window' }],
    ['window', { middle: 'pan', right: 'window', both: 'magnify' }, { plain: 'zoom', ctrl: 'zoom' }],
    ['zoom', { middle: 'pan', right: 'window', both: 'none' }, { plain: 'scroll', ctrl: 'zoom' }],
  ] as const)(
    '%s: its own before that of all that draw, and that before what counts with every tool',
    (tool, drag, wheel) => {
      const now = mouseWith({ ...mouse, byTool }, tool);
      expect(now).toMatchObject({ drag, wheel });
    },
  );

  it('comes and goes act by act, and one of nothing is none', () => {
    const one = withHabit(mouse, 'length', { drag: ['middle', 'zoom'] });
    const two = withHabit({ byTool: one }, 'length', { wheel: ['plain', 'zoom'] });
    expect(two).toEqual({ length: { drag: { middle: 'zoom' }, wheel: { plain: 'zoom' } } });
    const back = withHabit({ byTool: two }, 'length', { drag: ['middle', null] });
    expect(back).toEqual({ length: { drag: {}, wheel: { plain: 'zoom' } } });
    expect(withHabit({ byTool: back }, 'length', { wheel: ['plain', null] })).toEqual({});
  });

  it('leaves a way to scroll with every tool, or is refused', () => {
    const still = withHabit(mouse, 'length', { wheel: ['plain', 'zoom'] });
    expect(mouseRefusal({ ...mouse, byTool: still })).toMatch(/^With every tool .* scroll picture by picture/);
    const dragged = withHabit({ byTool: still }, 'length', { drag: ['right', 'scroll'] });
    expect(mouseRefusal({ ...mouse, byTool: dragged })).toBeNull();
    // The left button scrolls.
    expect(mouseRefusal({ ...mouse, byTool: { scroll: { drag: {}, wheel: { plain: 'zoom' } } } })).toBeNull();
  });

  it('changes nothing of other tools, whatever is chosen', () => {
    const tools = fc.constantFrom(...HabitTool.options.filter((tool) => tool !== 'drawing'));
    const change = fc.oneof(
      fc.record({ drag: fc.tuple(fc.constantFrom(...DragName.options), fc.constantFrom(...DragAct.options)) }),
      fc.record({
        wheel: fc.tuple(fc.constantFrom('plain', 'ctrl', 'shift', 'alt'), fc.constantFrom(...WheelAct.options)),
      }),
    );
    fc.assert(
      fc.property(tools, tools, change, (tool, other, what) => {
        fc.pre(tool !== other);
        const chosen = { ...mouse, byTool: withHabit(mouse, tool, what) };
        expect(mouseWith(chosen, other)).toEqual(mouseWith(mouse, other));
        const now = mouseWith(chosen, tool);
        if ('drag' in what) expect(now.drag[what.drag[0]]).toBe(what.drag[1]);
        else expect(now.wheel[what.wheel[0]]).toBe(what.wheel[1]);
        expect(MouseActs.parse(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
      }),
    );
  });
});

describe('a wheel', () => {
  it.each([
    ['', 'scroll'],
    ['ctrl', 'zoom'],
    ['shift', 'fast'],
    ['alt', 'phase'],
    ['ctrl shift', 'zoom'],
    ['shift alt', 'fast'],
  ] as const)('with "%s" does %s', (held, act) => {
    expect(wheelActOf(mouse.wheel, keys(held))).toBe(act);
  });
});
