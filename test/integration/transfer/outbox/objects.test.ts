import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openDicomWeb } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { openOutbox } from '../../../../electron/station/transfer/outbox/open-outbox.ts';
import { DestinationSettings } from '../../../../shared/model/destination.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import { DicomWebSettings } from '../../../../shared/model/source-settings.ts';
import { startOrthanc } from '../../../bench/lib/orthanc.ts';
import { hasPeer } from '../../../helpers/peers.ts';
import { hasTestdata, testdata } from '../../../helpers/testdata.ts';
import { importBench } from '../../import/import-fixture.ts';

const FILES = ['derived/ko/kos-of-interest.dcm', 'derived/ps/gsps-ct.dcm', 'derived/seg/seg-lungs-sparse.dcm'];
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

it.skipIf(!hasPeer('Orthanc') || !hasTestdata())(
  'key images, a presentation state and a segmentation go with the act that made them, each where it is wanted, byte for byte',
  async () => {
    const orthanc = await startOrthanc({ durable: false, settings: { UnknownSopClassAccepted: true } });
    const { store, ...bench } = await importBench();
    await bench.import(
      FILES.map((name) => testdata(name)),
      'St. Anna',
    );
    const url = `${orthanc.url}/dicom-web`;
    const settings = DicomWebSettings.parse({ kind: 'dicomweb', name: 'PACS', site: 'St. Anna', url });
    const source = openDicomWeb(settings, { secrets: {} });
    const sources = [{ id: 'pacs', name: 'PACS', site: 'St. Anna', open: () => source }];
    const opened = openOutbox({ store, clock: systemClock, log: quiet, sources: () => sources, emit: () => undefined });
    const { outbox } = opened;
    const to = (name: string, objects: readonly string[]): void => {
      const parsed = DestinationSettings.parse({ kind: 'dicom', source: 'PACS', objects });
      outbox.destinations.add({ name, site: 'St. Anna', settings: parsed, secrets: {} });
    };
    to('Archive', ['key-images', 'presentation-state', 'segmentation']);
    to('Reports only', ['report']);
    try {
      const made = store.index
        .prepare<[], { study_id: string; sop_uid: string; sop_class: string }>(
          'SELECT study_id, sop_uid, sop_class FROM object JOIN series USING (series_id) ORDER BY sop_class',
        )
        .all();
      const queue = (): void => {
        for (const { study_id, sop_uid: sopUid, sop_class: sopClass } of made) {
          const studyId = StudyId.parse(study_id);
          outbox.objects.made(store.index, { studyId, sopUid, sopClass, at: systemClock.nowIso() });
        }
      };
      const undone = store.index.transaction(() => {
        queue();
        throw new Error('the act failed');
      });
      expect(() => undone.immediate()).toThrow('the act failed');
      expect(outbox.list()).toEqual([]);
      outbox.start();
      store.index.transaction(queue).immediate();
      outbox.wake();
      while (outbox.list().some(({ state }) => state !== 'delivered')) {
        await outbox.settled();
        expect(outbox.list().map(({ state }) => state)).not.toContain('refused');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const rows = [...outbox.list()].sort((a, b) => a.seq - b.seq);
      expect(
        rows.map(({ destination, format, reportId, receipt }) => [destination, format, reportId, receipt?.text]),
      ).toEqual([
        ['Archive', 'presentation-state', null, 'STOW-RS 200'],
        ['Archive', 'segmentation', null, 'STOW-RS 200'],
        ['Archive', 'key-images', null, 'STOW-RS 200'],
      ]);
      const ids = (await orthanc.get('/instances')) as readonly string[];
      const there = await Promise.all(
        ids.map(async (id) => Buffer.from(await (await fetch(`${orthanc.url}/instances/${id}/file`)).arrayBuffer())),
      );
      const sorted = (all: readonly Buffer[]): readonly Buffer[] => [...all].sort((a, b) => Buffer.compare(a, b));
      expect(there).toHaveLength(3);
      const wanted = sorted(FILES.map((name) => readFileSync(testdata(name))));
      expect(sorted(there).every((file, place) => file.equals(wanted[place] ?? Buffer.alloc(0)))).toBe(true);
      // The trail names the study, since there is no report.
      const subjects = store.index.prepare("SELECT subject FROM audit WHERE command = 'outbox.deliver'").pluck().all();
      expect(subjects).toEqual(rows.map(({ studyId }) => studyId));
    } finally {
      await opened.close();
      await source.close();
      await orthanc.stop();
    }
  },
  60_000,
);
