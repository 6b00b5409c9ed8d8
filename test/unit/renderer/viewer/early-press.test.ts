// @vitest-environment jsdom
import { Enums } from '@cornerstonejs/tools';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LastAct, refuseFormerPress } from '../../../../renderer/viewer/tools/early-press.ts';

/** An event that was made at a time of the page's clock, whenever it is heard. */
function made<E extends Event>(event: E, at: number): E {
  Object.defineProperty(event, 'timeStamp', { value: at });
  return event;
}

/** Whether a press of that time comes through to the tools. */
function comesThrough(element: HTMLElement, at: number): boolean {
  let heard = false;
  const kind = Enums.Events.MOUSE_DOWN;
  const listener = (): void => void (heard = true);
  element.addEventListener(kind, listener);
  element.dispatchEvent(
    new CustomEvent(kind, { cancelable: true, detail: { event: made(new MouseEvent('mousedown'), at) } }),
  );
  element.removeEventListener(kind, listener);
  return heard;
}

describe('a press beside the key that takes a tool', () => {
  it('counts when it was made after the key, however late the busy page hears of both', () => {
    const lastAct = new LastAct(window);
    onTestFinished(() => lastAct.dispose());
    const element = document.createElement('div');
    const takes = refuseFormerPress(element, () => lastAct.at);
    onTestFinished(takes);
    window.dispatchEvent(made(new KeyboardEvent('keydown', { key: 'l' }), 1000));
    expect(performance.now()).not.toBe(1000);
    expect(comesThrough(element, 1001)).toBe(true);
    expect(comesThrough(element, 999)).toBe(false);
  });

  it('a click is an act as well, and nothing is heard once it is given up', () => {
    const lastAct = new LastAct(window);
    window.dispatchEvent(made(new MouseEvent('click'), 50));
    expect(lastAct.at).toBe(50);
    lastAct.dispose();
    window.dispatchEvent(made(new KeyboardEvent('keydown', { key: 'l' }), 70));
    expect(lastAct.at).toBe(50);
  });
});
