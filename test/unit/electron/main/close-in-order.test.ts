import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClosingInOrder } from '../../../../electron/main/close-in-order.ts';

describe('the end of the program', () => {
  const said: string[] = [];
  const closing = (closeStation = (): Promise<void> => Promise.resolve()): ClosingInOrder =>
    new ClosingInOrder({
      askWindows: (by) => said.push(by === 'window' ? 'ask who closed the window' : 'ask windows'),
      closeStation: async () => {
        said.push('close station');
        await closeStation();
      },
      end: () => said.push('end'),
    });

  beforeEach(() => {
    said.length = 0;
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('lets windows write their last words first, then closes the store, then ends', async () => {
    const way = closing();
    expect(way.mayGo()).toBe(false);
    expect(said).toEqual(['ask windows']);
    await way.close();
    expect(said).toEqual(['ask windows', 'close station', 'end']);
    expect(way.mayGo()).toBe(true);
  });

  it('asks once, however often the cross is clicked', async () => {
    const way = closing();
    for (let n = 0; n < 3; n += 1) expect(way.mayGo()).toBe(false);
    await Promise.all([way.close(), way.close()]);
    expect(said).toEqual(['ask windows', 'close station', 'end']);
  });

  it('stays while somebody is asked whether to go, and asks again at the next cross', async () => {
    const way = closing();
    expect(way.mayGo('window')).toBe(false);
    way.stay();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual(['ask who closed the window']);
    expect(way.mayGo()).toBe(false);
    await way.close();
    way.stay();
    expect(said.slice(1)).toEqual(['ask windows', 'close station', 'end']);
    expect(way.mayGo()).toBe(true);
  });

  it('waits for the last words of every window, whichever one ends the program', async () => {
    const way = closing();
    way.written(1, [1, 2]);
    expect(said).toEqual(['ask windows']);
    way.written(1, [1, 2]);
    expect(said).toEqual(['ask windows']);
    way.written(2, [1, 2]);
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual(['ask windows', 'close station', 'end']);
    expect(way.isOver).toBe(true);
  });

  it('does not take words for the last ones that were written before somebody stayed', async () => {
    const way = closing();
    way.mayGo('window');
    way.written(2, [1, 2]);
    way.stay();
    way.written(1, [1, 2]);
    expect(said).toEqual(['ask who closed the window', 'ask windows']);
    way.written(2, [1, 2]);
    await vi.advanceTimersByTimeAsync(0);
    expect(said.slice(2)).toEqual(['close station', 'end']);
  });

  it('does not wait for ever for a window that hangs', async () => {
    const way = closing();
    way.mayGo();
    await vi.advanceTimersByTimeAsync(1499);
    expect(said).toEqual(['ask windows']);
    await vi.advanceTimersByTimeAsync(1);
    expect(said).toEqual(['ask windows', 'close station', 'end']);
  });

  it('ends although the store could not be closed', async () => {
    const way = closing(() => Promise.reject(new Error('the disk is gone')));
    await expect(way.close()).rejects.toThrow('the disk is gone');
    expect(said).toEqual(['close station', 'end']);
  });
});
