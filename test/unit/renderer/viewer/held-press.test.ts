// @vitest-environment jsdom
import { Enums } from '@cornerstonejs/tools';
import { describe, expect, it, onTestFinished } from 'vitest';
import { refuseEarlyPress } from '../../../../renderer/viewer/tools/early-press.ts';
import { releaseHeldPress } from '../../../../renderer/viewer/tools/held-press.ts';

const AT = { clientX: 40, clientY: 60, bubbles: true };

/** Two viewports; how far the mouse was said to move on each, CSS pixels. */
function desk(isEarly = false) {
  const [one, two] = [document.createElement('div'), document.createElement('div')];
  const moves: number[] = [];
  for (const element of [one, two]) {
    document.body.append(element);
    element.append(document.createElement('canvas'));
    const dispose = [releaseHeldPress(element), refuseEarlyPress(element, () => isEarly)];
    onTestFinished(() => dispose.forEach((each) => each()));
    onTestFinished(() => element.remove());
  }
  one.addEventListener('mousemove', ({ clientX }) => moves.push(clientX - AT.clientX));
  const press = (element: HTMLElement): void => {
    (element.firstElementChild ?? element).dispatchEvent(new MouseEvent('mousedown', AT));
  };
  return { one, two, moves, press };
}

describe('a press that is held back for a double click', () => {
  it('is let go, further than the stray of a double click, before a press on another viewport or beside it', () => {
    const { one, two, moves, press } = desk();
    press(one);
    const before: number[][] = [];
    two.addEventListener('mousedown', () => before.push([...moves]));
    press(two);
    expect(moves.length).toBe(1);
    expect(moves[0]).toBeGreaterThan(3);
    expect(before).toEqual([moves]);
    press(one);
    document.dispatchEvent(new MouseEvent('mousedown', AT));
    expect(moves.length).toBe(2);
  });

  it('is let go before a key is heard, but not for a modifier of the next press', () => {
    const { one, moves, press } = desk();
    press(one);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' }));
    expect(moves).toEqual([]);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'l' }));
    expect(moves.length).toBe(1);
  });

  it('stays held for the second press of a true double click, and is let go once', () => {
    const { one, two, moves, press } = desk();
    press(one);
    press(one);
    expect(moves).toEqual([]);
    one.dispatchEvent(new MouseEvent('dblclick', AT));
    press(two);
    expect(moves).toEqual([]);
  });

  it('is left alone once its tool has it, and where its picture had not come', () => {
    const { one, two, moves, press } = desk();
    press(one);
    one.dispatchEvent(new CustomEvent(Enums.Events.MOUSE_DOWN));
    press(two);
    const early = desk(true);
    early.press(early.one);
    early.press(early.two);
    expect([...moves, ...early.moves]).toEqual([]);
  });
});
