import type { Page } from 'playwright-core';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { checkFrames } from '../lib/check-frames.ts';
import { scratch } from '../lib/folders.ts';
import {
  backToList,
  countDecoded,
  doubleClickStudy,
  forgetFrames,
  nightjarVerb,
  openNightjar,
} from '../lib/nightjar.ts';
import { countInOhif, ohifDoubleClick, ohifList, ohifPixels } from '../lib/ohif-pages.ts';
import { OHIF_VERSION, startOhif } from '../lib/ohif.ts';
import type { Ohif } from '../lib/ohif.ts';
import { startOrthanc } from '../lib/orthanc.ts';
import { checkGlass, checkStored } from '../lib/pixel-check.ts';
import { installProbe, waitOpened } from '../lib/probe.ts';
import type { Opened } from '../lib/probe.ts';
import { rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { ctFiles, ctPixels, sliceOf, sopUidOf, syntheticCt } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';

// B1 and B2: from the double click in the list to the first picture on the glass, and to all slices decoded in the window.

/** OHIF takes half a minute a round: more rounds would not fit into four minutes. */
const MOST_ROUNDS = 4;

export async function run({ rounds, quick }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 60 : 1000, 1);
  const small = syntheticCt(10, 9);
  const store = scratch('store');
  const orthanc = await startOrthanc({ durable: false });
  try {
    say('peer stores the study');
    await orthanc.post([...ctFiles(small), ...ctFiles(ct)], 4);
    say('ours imports it');
    await nightjarVerb(store.dir, ['import', ct.folder, small.folder]);
    say('both start');
    const [ours, peer] = [await openNightjar(store.dir), await startOhif(orthanc, { cpu: true })];
    const samples: { ours: Opened[]; peer: Opened[] } = { ours: [], peer: [] };
    try {
      await installProbe(ours.page);
      for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round += 1) {
        say(`round ${round + 1}: ours`);
        samples.ours.push(await openOurs(ours.page, small, ct));
        say(`round ${round + 1}: peer`);
        samples.peer.push(await openPeer(peer, small, ct));
      }
    } finally {
      await ours.close();
      await peer.stop();
    }
    const of = (side: readonly Opened[], key: 'painted' | 'ready'): number[] => side.flatMap((one) => one[key] ?? []);
    const row = (name: string, key: 'painted' | 'ready', target: number) =>
      rowOf({ name, unit: 'ms', target, better: 'lower', ours: of(samples.ours, key), peer: of(samples.peer, key) });
    return {
      task: 'open',
      rows: [
        row(`B1 CT of ${ct.slices}: double click to the first picture painted`, 'painted', 0.1),
        row(`B2 CT of ${ct.slices}: to all slices decoded in the window`, 'ready', 0.2),
      ],
      notes: [
        `the peer is OHIF ${OHIF_VERSION} drawing on the CPU in headless Chromium, warm (it has opened a study before), in front of Orthanc`,
        'ours reads an encrypted store; locked and unlocked before each round, so that nothing decoded is left',
      ],
      versions: { ohif: OHIF_VERSION, chromium: peer.chromium, orthanc: orthanc.version },
    };
  } finally {
    await orthanc.stop();
    store.remove();
  }
}

async function openOurs(page: Page, small: SyntheticCt, ct: SyntheticCt): Promise<Opened> {
  await forgetFrames(page);
  await doubleClickStudy(page, small.studyUid);
  await waitOpened(page, null);
  await backToList(page);
  await countDecoded(page);
  await doubleClickStudy(page, ct.studyUid);
  const opened = await waitOpened(page, ct.slices);
  const sopUid = (await page.locator('[data-viewport-id]').first().getAttribute('data-sop-uid')) ?? '';
  await checkGlass(page, '[data-viewport-id]', ctPixels(ct, sliceOf(ct, sopUid)));
  await checkFrames(page, ct);
  await backToList(page);
  return opened;
}

async function openPeer({ page, url }: Ohif, small: SyntheticCt, ct: SyntheticCt): Promise<Opened> {
  await ohifList(page, url);
  await ohifDoubleClick(page, small.patientId);
  await waitOpened(page, null);
  await page.goBack();
  await page.getByRole('row').filter({ hasText: 'BENCH' }).first().waitFor();
  await countInOhif(page, ct.studyUid);
  await ohifDoubleClick(page, ct.patientId);
  const opened = await waitOpened(page, ct.slices);
  const middle = Math.floor(ct.slices / 2);
  checkStored('OHIF', await ohifPixels(page, sopUidOf(ct, middle)), ctPixels(ct, middle));
  return opened;
}
