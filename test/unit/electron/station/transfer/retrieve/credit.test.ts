import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Credit } from '../../../../../../electron/station/transfer/retrieve/credit.ts';

describe('memory for objects on their way in', () => {
  it('is refused at once where nothing of it comes back by itself', async () => {
    const credit = new Credit(100);
    expect(await credit.take(80)).toBe(true);
    expect(await credit.take(30)).toBe(false);
    expect(await credit.take(101)).toBe(false);
  });

  it('is waited for while the store takes something that is whole, in the order of asking', async () => {
    const credit = new Credit(100);
    await credit.take(60);
    await credit.take(40);
    credit.leave(60);
    const order: string[] = [];
    const first = credit.take(50).then((granted) => order.push(`first ${granted}`));
    const second = credit.take(5).then((granted) => order.push(`second ${granted}`));
    credit.give(60, true);
    await Promise.all([first, second]);
    expect(order).toEqual(['first true', 'second true']);
    expect(credit.used).toBe(95);
  });

  it('sends those away who wait for more than will come', async () => {
    const credit = new Credit(100);
    await credit.take(60);
    await credit.take(40);
    credit.leave(40);
    const large = credit.take(90);
    credit.give(40, true);
    expect(await large).toBe(false);
    expect(credit.used).toBe(60);
  });

  it('never goes over its limit, and nobody waits for ever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 }), async (sizes) => {
        const credit = new Credit(100);
        const granted: number[] = [];
        const asked = sizes.map(async (bytes) => {
          if (!(await credit.take(bytes))) return;
          granted.push(bytes);
          expect(credit.used).toBeLessThanOrEqual(100);
          credit.leave(bytes);
          await Promise.resolve();
          credit.give(bytes, true);
        });
        await Promise.all(asked);
        expect(credit.used).toBe(0);
      }),
    );
  });
});
