import { describe, expect, it } from 'vitest';
import { rounds, TwinQueue } from '../../../../../electron/station/archive/ingest-order.ts';

const arrival = (sopUid: string | null, sha256: string | null = null) => ({ parsed: { sopUid, sha256 } });

describe('rounds', () => {
  it('puts objects of one name into rounds of their own, in the order of arrival', () => {
    const [first, second, third, other] = [arrival('1.2'), arrival('1.2'), arrival('1.2'), arrival('1.3')];
    expect(rounds([first, other, second, third])).toEqual([[first, other], [second], [third]]);
  });

  it('knows objects without a name by their bytes', () => {
    const [a, b, c] = [arrival(null, 'aa'), arrival(null, 'bb'), arrival(null, 'aa')];
    expect(rounds([a, b, c])).toEqual([[a, b], [c]]);
  });
});

describe('TwinQueue', () => {
  /** Work that ends when it is told. */
  function held(said: string[], name: string) {
    let resolve: () => void = () => undefined;
    let reject: (reason: Error) => void = () => undefined;
    const promise = new Promise<void>((accept, refuse) => {
      resolve = accept;
      reject = refuse;
    });
    const work = async (): Promise<string> => {
      said.push(`${name} begins`);
      await promise;
      said.push(`${name} ends`);
      return name;
    };
    return { work, resolve, reject };
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('lets batches without a common object run side by side', async () => {
    const said: string[] = [];
    const queue = new TwinQueue();
    const [a, b] = [held(said, 'a'), held(said, 'b')];
    const both = [queue.run([arrival('1')], a.work), queue.run([arrival('2')], b.work)];
    await turn();
    expect(said).toEqual(['a begins', 'b begins']);
    a.resolve();
    b.resolve();
    expect(await Promise.all(both)).toEqual(['a', 'b']);
  });

  it('holds a batch back until every earlier one with an object of its names has ended, well or badly', async () => {
    const said: string[] = [];
    const queue = new TwinQueue();
    const [a, b, c] = [held(said, 'a'), held(said, 'b'), held(said, 'c')];
    const first = queue.run([arrival('1')], a.work);
    const second = queue.run([arrival('2')], b.work);
    const third = queue.run([arrival('1'), arrival('2')], c.work);
    a.reject(new Error('the disk is full'));
    await expect(first).rejects.toThrow('the disk is full');
    await turn();
    expect(said).not.toContain('c begins');
    b.resolve();
    await second;
    c.resolve();
    expect(await third).toBe('c');
    expect(said.slice(-3)).toEqual(['b ends', 'c begins', 'c ends']);
  });
});
