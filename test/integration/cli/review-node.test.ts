import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOrthanc } from '../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../bench/lib/orthanc.ts';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { answer, newStation } from '../../faults/store/station-fixture.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { PASSPHRASE, runCliHere } from '../helpers/run-cli.ts';
import { practiceOn } from '../review/practice.ts';

const DORA = 'a third horse battery';

type Document = Record<string, unknown>;

describe.skipIf(!hasPeer('Orthanc'))('nightjar review, by way of a DICOM node', () => {
  let orthanc: Orthanc;
  beforeAll(async () => {
    const settings = { DicomAlwaysAllowFind: true, DicomAlwaysAllowGet: true };
    orthanc = await startOrthanc({ durable: false, settings });
  }, 60_000);
  afterAll(() => orthanc.stop());

  it('sets a node up, sends what waits and takes what is there once', async () => {
    const [here, there] = [await tempDir(), path.join(await tempDir(), 'ben')];
    const station = newStation(here);
    await practiceOn(station);
    await answer(station, 'people.add', {
      ...{ name: 'Dora Coordinator', roles: ['coordinator'], passphrase: DORA, proof: PASSPHRASE },
    });
    await station.close();
    await makeCheapStore(there);
    const at =
      (dir: string, passphrase: string) =>
      async (words: string, more: readonly string[] = []) => {
        const args = ['review', ...words.split(' '), ...more, '--data', dir];
        const { documents, stderr } = await runCliHere(args, { NIGHTJAR_PASSPHRASE: passphrase });
        expect(documents, stderr).toHaveLength(1);
        return documents[0] as Document;
      };
    const [cora, ben] = [at(here, DORA), at(there, PASSPHRASE)];
    for (const [one, other, name, site] of [
      [cora, ben, 'Ben', 'South'],
      [ben, cora, 'Cora', 'North'],
    ] as const) {
      const { card, fingerprint } = await other('key');
      await one(`enrol --name ${name} --site ${site} --card ${String(card)} --fingerprint ${String(fingerprint)}`);
    }
    const drawn = await cora('draw --kind radpeer --count 1', ['--reviewer', 'Ben, South']);
    const [{ caseId } = { caseId: '' }] = drawn['cases'] as { caseId: string }[];

    const dicom = `--kind dimse --host 127.0.0.1 --port ${orthanc.dicomPort} --called ORTHANC --calling NIGHTJAR`;
    const added = await cora(`node-add --name Exchange --site Readings ${dicom}`);
    expect(added, JSON.stringify(added)).toMatchObject({ settings: { name: 'Exchange', kind: 'dimse' }, held: 0 });
    await ben(`node-add --name Exchange --site Readings --kind dicomweb --url ${orthanc.url}/dicom-web`);
    expect(await cora(`node-add --name Again --site Readings ${dicom}`)).toMatchObject({
      error: { code: 'package/known-node' },
    });
    expect(await cora('nodes')).toMatchObject({ nodes: [{ settings: { name: 'Exchange' } }] });

    const sent = { sent: [{ kind: 'cases', parts: 1, sent: 1 }] };
    expect(await cora('post --to Ben --node Exchange')).toEqual(sent);
    expect(await cora('post --to Ben --node Exchange')).toEqual({ sent: [] });
    expect(await ben('look --node Exchange')).toMatchObject({ taken: [{ kind: 'cases', taken: 1 }], refused: [] });
    expect(await ben('look --node Exchange')).toEqual({ taken: [], refused: [], incomplete: 0 });
    await ben(`lock --case ${caseId} --text Clear`);
    expect(await ben('post --to Cora --node Exchange')).toMatchObject({ sent: [{ kind: 'answers', sent: 1 }] });
    expect(await cora('look --node Exchange')).toMatchObject({ taken: [{ kind: 'answers', taken: 1 }] });
    expect(await cora(`show --case ${caseId}`)).toMatchObject({ row: { state: 'locked' } });

    expect(await cora('post --to Ben --node Elsewhere')).toMatchObject({ error: { code: 'package/no-such-node' } });
    expect(await cora('node-remove --node Exchange')).toEqual({ removed: 'Exchange' });
    expect(await cora('look --node Exchange')).toMatchObject({ error: { code: 'package/no-such-node' } });
  }, 180_000);
});
