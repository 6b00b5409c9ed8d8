import { describe, expect, it } from 'vitest';
import { BlankOnLock } from '../../../../electron/main/blank-on-lock.ts';
import type { Glass } from '../../../../electron/main/blank-on-lock.ts';

const TIMES = { patienceMs: 20, endMs: 80, againMs: 2 };

/** A window that writes down what is done to it; the real ones are looked at in test/e2e/unread.test.ts. */
function windowThat(isBlank: (done: readonly string[]) => Promise<boolean>) {
  const done: string[] = [];
  const add = (what: string) => (): void => void (done.at(-1) === what ? null : done.push(what));
  const glass: Glass = {
    isBlank: () => isBlank(done),
    cover: add('covered'),
    uncover: add('uncovered'),
    end: add('ended'),
    isGone: () => false,
  };
  return { done, blank: new BlankOnLock(() => [glass], TIMES) };
}

const never = new Promise<boolean>(() => undefined);

describe('a window whose store was locked', () => {
  it('is left alone when its page is blank in time', async () => {
    const { done, blank } = windowThat(() => Promise.resolve(true));
    await blank.locked();
    expect(done).toEqual(['uncovered']);
  });

  it('is covered when its page says nothing, and uncovered when it is blank after all', async () => {
    const { done, blank } = windowThat((so) => (so.includes('covered') ? Promise.resolve(true) : never));
    await blank.locked();
    expect(done).toEqual(['covered', 'uncovered']);
  });

  it('is covered when its page goes on to show something, or is gone', async () => {
    for (const answer of [() => Promise.resolve(false), () => Promise.reject(new Error('gone'))]) {
      const { done, blank } = windowThat((so) => (so.includes('covered') ? Promise.resolve(true) : answer()));
      await blank.locked();
      expect(done).toEqual(['covered', 'uncovered']);
    }
  });

  it('has its page ended when that hangs for good', async () => {
    const { done, blank } = windowThat((so) => (so.includes('ended') ? Promise.resolve(true) : never));
    await blank.locked();
    expect(done).toEqual(['covered', 'ended', 'uncovered']);
  });

  it('is uncovered by an unlock, and nothing more is done to it', async () => {
    const { done, blank } = windowThat(() => never);
    const watched = blank.locked();
    await expect.poll(() => done).toEqual(['covered']);
    blank.opened();
    await watched;
    expect(done).toEqual(['covered', 'uncovered']);
  });
});
