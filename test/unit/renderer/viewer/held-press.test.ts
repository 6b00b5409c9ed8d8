// @vitest-environment jsdom
import { Enums } from '@cornerstonejs/tools';
import { describe, expect, it, onTestFinished } from 'vitest';
import { refuseEarlyPress } from '../../../../renderer/viewer/tools/early-press.ts';
import { releaseHeldPress } from '../../../../renderer/viewer/tools/held-press.ts';
import { PressGuard } from '../../../../renderer/viewer/tools/press-guard.ts';

const AT = { clientX: 40, clientY: 60, bubbles: true };

/** Two viewports; how far the mouse was said to move on each, CSS pixels. */
function desk(isEarly = false) {
  const [one, two] = [document.createElement('div'), document.createElement('div')];
  const moves: number[] = [];
  for (const element of [one, two]) {
    document.body.append(element);
    element.append(document.createElement('canvas'));
    const { dispose: letGo } = releaseHeldPress(element);
    const dispose = [letGo, refuseEarlyPress(element, () => isEarly)];
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

describe('a press while other pictures come', () => {
  /** @returns whether the tools hear of a press on the glass that was made then, ms after now */
  function glass() {
    const element = document.createElement('div');
    document.body.append(element);
    const guard = new PressGuard(
      element,
      () => false,
      () => 0,
    );
    onTestFinished(() => {
      guard.dispose();
      element.remove();
    });
    const comesThrough = (after: number): boolean => {
      const event = new MouseEvent('mousedown');
      Object.defineProperty(event, 'timeStamp', { value: performance.now() + after });
      return element.dispatchEvent(new CustomEvent(Enums.Events.MOUSE_DOWN, { cancelable: true, detail: { event } }));
    };
    return { element, guard, comesThrough };
  }

  it('is on none of them: not while a case is being opened, and not when the tool gets it after they came', () => {
    const { guard, comesThrough } = glass();
    expect(comesThrough(1)).toBe(false);
    guard.next(true);
    expect([comesThrough(-50), comesThrough(1)]).toEqual([false, true]);
    guard.next(false);
    expect(comesThrough(1)).toBe(false);
  });

  it('that is held back goes to its tool while its own picture stands there still', () => {
    const { element, guard, comesThrough } = glass();
    guard.next(true);
    const heard: boolean[] = [];
    element.addEventListener('mousemove', () => heard.push(comesThrough(1)));
    element.dispatchEvent(new MouseEvent('mousedown', AT));
    guard.next(false);
    expect(heard).toEqual([true]);
    guard.release();
    expect(heard.length).toBe(1);
  });
});
