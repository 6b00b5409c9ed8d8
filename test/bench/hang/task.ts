import type { Page } from 'playwright-core';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { backToList, nightjarVerb, openNightjar } from '../lib/nightjar.ts';
import { ohifList } from '../lib/ohif-pages.ts';
import { OHIF_VERSION, startOhif } from '../lib/ohif.ts';
import { startOrthanc } from '../lib/orthanc.ts';
import { checkGlass } from '../lib/pixel-check.ts';
import { untilIdle } from '../lib/processes.ts';
import { median, rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { ctFiles, ctPixels, sliceOf, syntheticCt } from '../lib/synthetic-ct.ts';
import type { SyntheticCt } from '../lib/synthetic-ct.ts';
import { makePrior } from '../memory/make-prior.ts';
import { hangInOhif } from './peer.ts';
import { hangOverTwo, openSecondWindow } from './ours.ts';
import type { HungOver } from './ours.ts';

// From "next" to every viewport of two windows correct: a CT that is here, with its prior.

const SLICES = 500;
/** Milliseconds. */
const MOST = 1000;

export async function run({ rounds, quick, out }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 60 : SLICES, quick ? 1 : 5);
  const prior = makePrior(ct);
  const small = syntheticCt(20, 11);
  const store = scratch('hang');
  const orthanc = await startOrthanc({ durable: false });
  try {
    say('peer stores the studies');
    await orthanc.post([small, ct, prior].flatMap(ctFiles), 4);
    say('ours imports them');
    await nightjarVerb(store.dir, ['import', ct.folder, prior.folder, small.folder]);
    const [ours, peer] = [await openNightjar(store.dir), await startOhif(orthanc, { cpu: true })];
    const [hung, theirs]: [HungOver[], number[]] = [[], []];
    try {
      const glass = await openSecondWindow(ours);
      for (let round = 0; round <= rounds; round += 1) {
        say(round === 0 ? 'both warm up' : `round ${round}`);
        const one = { open: small.studyUid, glass: small.studyUid, desk: small.studyUid };
        await hangOverTwo(ours, glass, one);
        await backToList(ours.page);
        const took = await hangOverTwo(ours, glass, {
          open: ct.studyUid,
          glass: ct.studyUid,
          desk: prior.studyUid,
        });
        await Promise.all([checkPicture(glass, ct), checkPicture(ours.page, prior)]);
        if (round === 1) {
          await ours.page.screenshot({ path: `${out}/ours-desk.png` });
          await glass.screenshot({ path: `${out}/ours-glass.png` });
        }
        await backToList(ours.page);
        await ohifList(peer.page, peer.url);
        await untilIdle(process.pid);
        const their = await hangInOhif(peer.page, [ct.studyUid, prior.studyUid]);
        if (round === 1) await peer.page.screenshot({ path: `${out}/peer.png` });
        // It goes on loading what it shows as long as it shows it.
        await ohifList(peer.page, peer.url);
        // The first time is the one in which both load their library.
        if (round === 0) continue;
        hung.push(took);
        theirs.push(their);
      }
    } finally {
      await ours.close();
      await peer.stop();
    }
    const both = hung.map(({ desk, glass }) => Math.max(desk, glass));
    const name = `CT of ${ct.slices} and its prior: "next" to all viewports of two windows`;
    return {
      task: 'hang',
      rows: [
        rowOf({ name, unit: 'ms', target: MOST, better: 'lower', ours: both, peer: [], absolute: true }),
        rowOf({ name: `${name}, over the peer`, unit: 'ms', target: 0.2, better: 'lower', ours: both, peer: theirs }),
      ],
      notes: [
        `the peer is OHIF ${OHIF_VERSION} drawing on the CPU in headless Chromium before Orthanc, its two studies side by side by its own protocol in one window, warm (it has shown them before)`,
        'ours reads an encrypted store; the current study stands in the window for pictures, the prior beside the report',
        `medians of ours: desk ${round(median(hung.map(({ desk }) => desk)))} ms, the other window ${round(median(hung.map(({ glass }) => glass)))} ms, ${median(hung.map(({ cpu }) => cpu))?.toFixed(2) ?? '?'} CPU seconds of all processes until then`,
      ],
      versions: { ohif: OHIF_VERSION, chromium: peer.chromium, orthanc: orthanc.version },
    };
  } finally {
    await orthanc.stop();
    store.remove();
  }
}

function round(value: number | null): string {
  return value?.toFixed(0) ?? '?';
}

/** The first viewport shows what the file says. */
async function checkPicture(page: Page, ct: SyntheticCt): Promise<void> {
  const sopUid = (await page.locator('[data-viewport-id]').first().getAttribute('data-sop-uid')) ?? '';
  await checkGlass(page, '[data-viewport-id]', ctPixels(ct, sliceOf(ct, sopUid)));
}
