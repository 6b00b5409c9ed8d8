import { FaultPoints, TRANSFER_FAULT_POINTS } from '../../../../electron/station/kernel/fault-points.ts';
import { FileSource } from '../../../integration/transfer/retrieve/file-source.ts';
import { makeStudy, openBench } from '../../../integration/transfer/retrieve/transfer-fixture.ts';
import { SourceSettings } from '../../../../shared/model/source-settings.ts';

/* Adds a source, fetches from it and takes it away again, and is killed at a point: `fetch-and-die.ts STORE POINT`. */
const [, , dir = '', armed = ''] = process.argv;
const site = new FileSource();
site.held = [...makeStudy(2, 12)];
const [first] = site.held;
if (first === undefined) throw new Error('there is nothing to fetch');
if (armed.includes('stray')) {
  const [stray] = makeStudy(1, 1, { patientId: 'P2' });
  site.instead = (held) => (held === first ? (stray?.bytes ?? null) : held.bytes);
}
const profile = {
  siteCode: 'B',
  siteName: 'Berg',
  sources: [{ kind: 'dicomweb', name: 'Berg', url: 'https://berg.example/dicom-web' } as const],
};
const bench = await openBench(dir, () => site, {
  faults: new FaultPoints(TRANSFER_FAULT_POINTS.find((point) => point === armed) ?? null),
  profiles: armed.includes('adopt') ? [profile] : [],
});
const { sources, desk } = bench.transfers;
const named = sources.all().find(({ settings }) => settings.name === 'Anna');
const sourceId = named?.sourceId ?? bench.addSource('Anna');
const settings = SourceSettings.parse({ kind: 'dicomweb', name: 'Anna', site: 'Anna', url: 'http://127.0.0.1:9/x' });
sources.change(sourceId, settings, { token: 'secret' });
sources.renewSecrets(sourceId, { token: 'other' });
sources.pause(sourceId, true);
sources.pause(sourceId, false);
bench.transfers.liftMeter('2099-01-01T00:00:00.000Z');
bench.transfers.liftMeter(null);
bench.transfers.start();
await bench.transfers.test(sourceId, new AbortController().signal, { store: true });
await bench.transfers.query(sourceId, {}, new AbortController().signal);
await desk.wait(bench.transfers.ask({ sourceId, studyUid: first.studyUid, seriesUid: null, rank: 'open', way: null }));
process.stdout.write(`${JSON.stringify({ stored: [...(await bench.stored(`${first.studyUid}.`))].length })}\n`);
if (armed.includes('remove')) sources.remove(sourceId);
await bench.close();
