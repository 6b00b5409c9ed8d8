import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDicomWeb } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import type { Source } from '../../../../electron/station/sources/source.ts';
import type { OutboxSource } from '../../../../electron/station/transfer/outbox/open-outbox.ts';
import { DicomWebSettings } from '../../../../shared/model/source-settings.ts';
import { startOrthanc } from '../../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../../bench/lib/orthanc.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';
import { addMeasurement } from '../../report/reporting-fixture.ts';
import { addDestination, allDelivered, outDesk, signReport, until } from './outbox-fixture.ts';
import type { OutDesk } from './outbox-fixture.ts';

describe.skipIf(!hasPeer('Orthanc'))('reports that go to Orthanc by STOW-RS', () => {
  let orthanc: Orthanc;
  let source: Source;
  let desk: OutDesk;
  let folder: string;
  /** Bytes arrive, and the answer does not. */
  let isDeaf = false;

  beforeAll(async () => {
    orthanc = await startOrthanc({ durable: false });
    const url = `${orthanc.url}/dicom-web`;
    source = openDicomWeb(DicomWebSettings.parse({ kind: 'dicomweb', name: 'PACS', site: 'St. Anna', url }), {
      secrets: {},
    });
    const open = (): Source => ({
      ...bound(source),
      store: (...request) => deafly(source.store(...request), () => isDeaf),
    });
    const sources: readonly OutboxSource[] = [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open }];
    folder = mkdtempSync(path.join(tmpdir(), 'nightjar-test-'));
    desk = await outDesk(folder, () => sources);
    addDestination(desk, { kind: 'dicom', source: 'pacs' });
    desk.outgoing.outbox.start();
  }, 60_000);
  afterAll(async () => {
    await desk.close();
    await source.close();
    await orthanc.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const files = async (): Promise<readonly Buffer[]> => {
    const ids = (await orthanc.get('/instances')) as readonly string[];
    return await Promise.all(
      ids.map(async (id) => Buffer.from(await (await fetch(`${orthanc.url}/instances/${id}/file`)).arrayBuffer())),
    );
  };

  it('are there once, byte for byte, though the line died after the bytes: found by asking, not sent again', async () => {
    addMeasurement(desk.store);
    isDeaf = true;
    const { reportId } = await signReport(desk, 'Normal.');
    await until(desk, (rows) => rows.some(({ state }) => state === 'unclear'));
    isDeaf = false;
    desk.outgoing.outbox.flush();
    const [row] = await until(desk, allDelivered, 20_000);
    expect(row).toMatchObject({ format: 'sr', attempts: 1, mayBeTwice: false });
    expect(row?.receipt?.proof).toBe('query');
    const file = path.join(await tempDir(), 'report.dcm');
    await desk.reporting.export({ reportId, format: 'sr', file });
    const there = await files();
    expect(there).toHaveLength(1);
    expect(there[0]?.equals(readFileSync(file))).toBe(true);
  }, 60_000);

  it('say by which status they were taken', async () => {
    await signReport(desk, 'Second.');
    const rows = await until(desk, (found) => found.length === 2 && allDelivered(found), 20_000);
    expect(rows[1]?.receipt).toMatchObject({ proof: 'answer', text: 'STOW-RS 200' });
    expect(await files()).toHaveLength(2);
  }, 60_000);
});

/** The methods of a source as plain functions, so that one can stand in for another. */
function bound(source: Source): Source {
  return {
    ...{ kind: source.kind, name: source.name, capabilities: source.capabilities },
    test: (...request) => source.test(...request),
    studies: (...request) => source.studies(...request),
    series: (...request) => source.series(...request),
    instances: (...request) => source.instances(...request),
    retrieve: (...request) => source.retrieve(...request),
    store: (...request) => source.store(...request),
    probe: (...request) => source.probe(...request),
    close: () => source.close(),
  };
}

async function* deafly<T>(answers: AsyncIterable<T>, isDeaf: () => boolean): AsyncIterable<T> {
  for await (const answer of answers) if (!isDeaf()) yield answer;
}
