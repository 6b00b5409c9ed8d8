import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { loadCaseTables } from '../../../electron/station/hanging/load-hanging.ts';
import { TryingOut } from '../../../electron/station/hanging/trying-out.ts';
import { ONE_MONITOR } from '../../../shared/hanging/protocol/case-facts.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { protocolOf } from '../../unit/shared/hanging/protocol/cases.ts';
import { importBench } from '../import/import-fixture.ts';

it('a protocol that nobody kept yet is tried on every study part by part, and leaves no record', async () => {
  const bench = await importBench();
  const dir = await tempDir();
  const study = (at: number, described: string, patient = `P${at}`): void =>
    writeFileSync(
      path.join(dir, `${at}.dcm`),
      ctImage([
        ...[element(0x00080020, 'DA', `2024010${at}`), element(0x00081030, 'LO', described)],
        ...[element(0x0020000d, 'UI', `1.2.9.${at}`), element(0x0020000e, 'UI', `1.2.9.${at}.1`)],
        ...[element(0x00100010, 'PN', patient), element(0x00100020, 'LO', patient)],
      ]),
    );
  study(1, 'CT CHEST', 'P');
  study(2, 'CT HEAD');
  study(3, 'CT CHEST', 'P');
  await bench.import([dir]);
  const records = (): unknown => bench.store.index.prepare('SELECT count(*) AS n FROM audit').get();
  const before = records();
  const resources = path.join(projectRoot, 'resources');
  let now = 0;
  const trying = new TryingOut({
    ...{ archive: bench.archive, worklist: bench.worklist },
    protocols: { forReader: () => ({ protocols: [protocolOf()], reader: { name: 'Ada', groups: [] } }) }, // prettier-ignore
    tables: () => loadCaseTables(resources),
    // A second goes by at each look: every part has one study.
    clock: { monotonic: () => (now += 1000) },
  });
  const of = (region: string): HangingProtocol =>
    protocolOf({
      ...{ id: 'mine', name: 'Mine', scope: 'user' },
      for: [
        { attribute: 'modality', is: 'equals', value: 'CT', weight: 200, must: true },
        { attribute: 'region', is: 'equals', value: region, weight: 200, must: true },
      ],
    });
  const all = async (document: HangingProtocol): Promise<readonly (readonly unknown[])[]> => {
    const lines: (readonly unknown[])[] = [];
    let after: StudyId | null = null;
    do {
      const part: Awaited<ReturnType<TryingOut['part']>> = await trying.part({
        ...{ document, monitors: [...ONE_MONITOR], after },
      });
      expect(part).toMatchObject({ of: 3, studies: { length: 1 } });
      const [one] = part.studies;
      lines.push([one?.study.studyDate, one?.study.patient.name.alphabetic, one?.outcome, one?.now, one?.why]);
      after = part.next;
    } while (after !== null);
    return lines;
  };
  expect(await all(of('chest'))).toEqual([
    ['20240103', 'P', 'hangs', 'CT', null],
    ['20240102', 'P2', 'refused', null, 'it asks for region chest'],
    ['20240101', 'P', 'hangs', 'CT', null],
  ]);
  expect((await all(of('head'))).map(([, , outcome]) => outcome)).toEqual(['refused', 'hangs', 'refused']);
  const gone = { document: of('head'), monitors: [...ONE_MONITOR], after: StudyId.parse('0'.repeat(26)) };
  await expect(trying.part(gone)).rejects.toMatchObject({ code: 'archive/unknown-study' });
  trying.forget();
  expect(records()).toEqual(before);
});

/** TRY_STUDIES=4000: the figure in electron/station/hanging/README.md. */
const STUDIES = Number(process.env['TRY_STUDIES'] ?? 60);
/** A study, ms, on a busy machine. */
const MOST_MS = 5;

it(`is tried on ${STUDIES} studies in time, part by part`, async () => {
  const bench = await importBench();
  const dir = await tempDir();
  for (let at = 0; at < STUDIES; at += 1) {
    const patient = `P${at % Math.ceil(STUDIES / 2)}`;
    const own = [
      ...[element(0x00080020, 'DA', `20${String(10 + (at % 15))}0101`), element(0x00081030, 'LO', 'CT CHEST')],
      ...[element(0x0020000d, 'UI', `1.2.9.${at}`), element(0x0020000e, 'UI', `1.2.9.${at}.1`)],
      ...[element(0x00080018, 'UI', `1.2.9.${at}.1.1`)],
      ...[element(0x00100010, 'PN', patient), element(0x00100020, 'LO', patient)],
    ];
    writeFileSync(path.join(dir, `${at}.dcm`), ctImage(own));
  }
  await bench.import([dir]);
  const trying = new TryingOut({
    ...{ archive: bench.archive, worklist: bench.worklist },
    protocols: { forReader: () => ({ protocols: [protocolOf()], reader: { name: 'Ada', groups: [] } }) },
    tables: () => loadCaseTables(path.join(projectRoot, 'resources')),
    clock: { monotonic: () => performance.now() },
  });
  const document = protocolOf({ id: 'mine', name: 'Mine', scope: 'user' });
  const run = async (): Promise<{ readonly ms: number; readonly longest: number; readonly tried: number }> => {
    let [after, tried, longest]: [StudyId | null, number, number] = [null, 0, 0];
    const start = performance.now();
    do {
      const asked = performance.now();
      const part: Awaited<ReturnType<TryingOut['part']>> = await trying.part({
        ...{ document, monitors: [...ONE_MONITOR], after },
      });
      longest = Math.max(longest, performance.now() - asked);
      tried += part.studies.length;
      after = part.next;
    } while (after !== null);
    return { ms: performance.now() - start, longest, tried };
  };
  const [first, again] = [await run(), await run()];
  trying.forget();
  if (STUDIES > 1000) {
    const line = ({ ms, longest }: typeof first): string =>
      `${Math.round(ms)} ms, longest part ${Math.round(longest)} ms`;
    process.stdout.write(`${STUDIES} studies tried: ${line(first)}; again: ${line(again)}\n`);
  }
  expect([first.tried, again.tried]).toEqual([STUDIES, STUDIES]);
  expect(first.ms).toBeLessThan(STUDIES * MOST_MS + 1000);
}, 600_000);
