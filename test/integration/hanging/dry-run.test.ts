import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseArguments } from '../../../electron/cli/arguments.ts';
import { hangingVerb } from '../../../electron/cli/verbs/hanging.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { protocolOf } from '../../unit/shared/hanging/protocol/cases.ts';

const DryRun = z.object({
  differently: z.number(),
  cases: z.array(
    z.object({
      protocol: z.string().nullable(),
      before: z.object({ protocol: z.string().nullable(), version: z.number().nullable() }).nullable(),
      differs: z.boolean(),
    }),
  ),
});

describe('a dry run of the hanging protocols', () => {
  it('says which studies hang otherwise than the reader hung them, and not of those that hang as they did', async () => {
    const station = stationOn(await tempDir());
    await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
    await answer(station, 'access.confirmRecovery', {});
    const file = path.join(await tempDir(), 'image');
    writeFileSync(file, ctImage([element(0x00081030, 'LO', 'CT head')]));
    const jobId = station.rooms.startImport({ paths: [file], site: 'St. Anna' });
    while (station.rooms.importReport(jobId) === null) await setImmediate();
    const { rows } = await answer<Response<'worklist.list'>>(station, 'worklist.list', { search: '' });
    const args = parseArguments(['dry-run'], hangingVerb.options);
    const nothing = (): void => undefined;
    const run = async () =>
      DryRun.parse(await hangingVerb.run({ station, args, secret: PASSPHRASE, env: {}, say: nothing, line: nothing }));
    const [fresh] = (await run()).cases;
    // A picture of a few pixels is none that a study is read by: the built-in rules hang it.
    expect(fresh).toMatchObject({ protocol: null, before: null, differs: false });
    const hungBy = async (protocol: string | null, version: number | null): Promise<void> => {
      const hanging = { protocol, version, stage: 'compare' };
      const desk = { layout: { rows: 1, columns: 1 }, hanging, activeViewport: null, viewports: [] };
      await answer(station, 'reading.saveDesk', { studyId: rows[0]?.studyId, desk });
    };
    await hungBy('ct-head', 1);
    expect(await run()).toMatchObject({
      differently: 1,
      cases: [{ protocol: null, before: { protocol: 'ct-head', version: 1 }, differs: true }],
    });
    await hungBy(null, null);
    expect(await run()).toMatchObject({ differently: 0, cases: [{ differs: false }] });
    const document = path.join(await tempDir(), 'mine.json');
    writeFileSync(document, JSON.stringify(protocolOf({ id: 'mine', name: 'Mine' })));
    const words = parseArguments(['try', '--file', document], hangingVerb.options);
    expect(
      await hangingVerb.run({ station, args: words, secret: PASSPHRASE, env: {}, say: nothing, line: nothing }),
    ).toMatchObject({
      ...{ studies: 1, hang: 1, differently: 1 },
      cases: [{ studyUid: rows[0]?.studyUid, outcome: 'hangs', now: null, why: null, differs: true }],
    });
    expect(station.rooms.hanging.list().entries.some(({ id }) => id === 'mine')).toBe(false);
  }, 60_000);
});
