// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyHold } from '../../../../../renderer/app/commands/key-hold.ts';
import { keysAreHeld } from '../../../../../renderer/ui/index.ts';

let hold: KeyHold;
let stop: () => void;

beforeEach(() => {
  document.body.innerHTML = `
    <div data-scope="image"><section id="image" tabindex="0"></section><button id="tool">tool</button></div>
    <div data-scope="report"><textarea id="text"></textarea><button id="sign">sign</button></div>
    <dialog><button id="answer">answer</button></dialog><input id="field" />`;
  hold = new KeyHold(document);
  stop = hold.start();
});
afterEach(() => stop());

const at = (id: string): HTMLElement => document.getElementById(id) ?? document.body;

/** Letters on their way to whatever has the keys. @param gap milliseconds from one to the next */
function type(letters: number, gap: number): void {
  for (let letter = 0; letter < letters; letter += 1) {
    const event = new KeyboardEvent('keydown', { key: 'a', bubbles: true });
    Object.defineProperty(event, 'timeStamp', { value: letter * gap });
    document.activeElement?.dispatchEvent(event);
  }
}

/** Whether a press of the mouse may give the focus to it. */
const mayTake = (id: string): boolean =>
  at(id).dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));

describe('keys that stay in the report', () => {
  it('begin with a word that no hand types, in a text of the report alone', () => {
    at('image').focus();
    type(30, 2);
    expect(hold.view.getState().by).toBeNull();
    at('text').focus();
    type(30, 60);
    expect([hold.view.getState().by, mayTake('image')]).toEqual([null, true]);
    type(30, 2);
    expect([hold.view.getState().by, mayTake('image'), mayTake('tool')]).toEqual(['program', false, false]);
    expect(keysAreHeld(at('image'))).toBe(true);
  });

  it('leave the mouse what takes words itself, and questions', () => {
    at('text').focus();
    hold.hold('reader');
    expect(['field', 'answer', 'sign', 'text'].map(mayTake)).toEqual([true, true, true, true]);
  });

  it('are held only while a text of the report has them, and end when they are released', () => {
    hold.hold('reader');
    expect(keysAreHeld(at('image'))).toBe(false);
    at('text').focus();
    expect(keysAreHeld(at('image'))).toBe(true);
    hold.release();
    expect([keysAreHeld(at('image')), mayTake('image')]).toEqual([false, true]);
  });
});
