import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../../electron/station/kernel/ids.ts';
import { Credit } from '../../../../electron/station/transfer/retrieve/credit.ts';
import { contentOf, Incoming } from '../../../../electron/station/transfer/retrieve/incoming.ts';
import type { WholeObject } from '../../../../electron/station/transfer/retrieve/incoming.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'nightjar-incoming-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function ports(credit: Credit, whole: (object: WholeObject) => void = () => undefined) {
  const ended: string[] = [];
  return {
    ended,
    ports: {
      credit,
      spoolPath: () => path.join(dir, newId()),
      pace: () => Promise.resolve(),
      whole: (object: WholeObject) => Promise.resolve(whole(object)),
      ended: () => void ended.push('ended'),
    },
  };
}

describe('an object on its way in', () => {
  it('is what was sent, whatever was said of its length and however little memory there is', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 12 });
    const said = fc.option(fc.integer({ min: 0, max: 40_000 }));
    await fc.assert(
      fc.asyncProperty(chunks, said, fc.constantFrom(1000, 2_000_000), async (sent, expectedBytes, limit) => {
        const credit = new Credit(limit);
        const got: WholeObject[] = [];
        const { ports: own, ended } = ports(credit, (object) => got.push(object));
        const incoming = await Incoming.begin(own, { sopUid: null, expectedBytes });
        for (const chunk of sent) await incoming.write(chunk);
        await incoming.end();
        await incoming.end();
        const [object] = got;
        expect(got).toHaveLength(1);
        if (object === undefined) return;
        expect(Buffer.compare(contentOf(object), Buffer.concat(sent))).toBe(0);
        expect(object.bytes).toBe(Buffer.concat(sent).length);
        await object.release();
        await object.release();
        expect([credit.used, ended]).toEqual([0, ['ended']]);
      }),
      { numRuns: 60 },
    );
    expect(readdirSync(dir)).toEqual([]);
  });

  it('that is given up leaves no memory taken and no file, also while it waits for room', async () => {
    const credit = new Credit(2_000_000);
    await credit.take(1_900_000);
    credit.leave(1_900_000);
    const waits = ports(credit);
    const incoming = await Incoming.begin(waits.ports, { sopUid: null, expectedBytes: null });
    const write = incoming.write(new Uint8Array(500_000));
    await incoming.abort();
    credit.give(1_900_000, true);
    expect(await codeRejected(write)).toBe('request/cancelled');
    expect([credit.used, waits.ended]).toEqual([0, ['ended']]);

    const full = new Credit(10);
    const onDisk = await Incoming.begin(ports(full).ports, { sopUid: null, expectedBytes: null });
    await onDisk.write(new Uint8Array(500_000));
    expect(readdirSync(dir)).toHaveLength(1);
    await onDisk.abort();
    expect([full.used, readdirSync(dir)]).toEqual([0, []]);
    expect(await codeRejected(onDisk.write(new Uint8Array(1)))).toBe('request/cancelled');
  });
});
