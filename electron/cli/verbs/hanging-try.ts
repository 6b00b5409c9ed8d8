import path from 'node:path';
import type { HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import type { TriedPart, TriedStudy } from '../../../shared/hanging/protocol/try-out.ts';
import type { VerbContext } from '../verb.ts';

export const TRY_HELP = `  try --file FILE      what a protocol that is not kept (JSON, DICOM, or a bundle of one) would do to every study of the store, as if it
                       were yours: { studies, hang, differently, cases: [{ studyUid, modalities, description, outcome, now, why,
                       differs }] }, the newest first; outcome: hangs, another (it fits, and \`now\` is better) or refused (why); now: by
                       what it hangs now, null: the built-in hanging, or refused by what the list knows of it`;

/** Studies between two words of how far it is. */
const SAY_EVERY = 1000;

/** Goes over the whole store, in parts, and says how far it is. Nothing is kept. */
export async function tryFile(
  { station, args, say }: Pick<VerbContext, 'station' | 'args' | 'say'>,
  monitors: readonly HangingMonitor[],
): Promise<unknown> {
  const { hangingFiles, tryingOut } = station.rooms;
  const read = await hangingFiles.only(path.resolve(args.required('file')));
  const document = { ...read, scope: 'user' as const };
  const tried: TriedStudy[] = [];
  let said = 0;
  let after: TriedPart['next'] = null;
  do {
    const part: TriedPart = await tryingOut.part({ document, monitors: [...monitors], after });
    tried.push(...part.studies);
    after = part.next;
    if (tried.length - said >= SAY_EVERY) {
      say(`${tried.length} of ${part.of} studies`);
      said = tried.length;
    }
  } while (after !== null);
  return {
    studies: tried.length,
    hang: tried.filter(({ outcome }) => outcome === 'hangs').length,
    differently: tried.filter(({ differs }) => differs).length,
    cases: tried.map(({ study: { studyUid, modalities, description }, ...outcome }) => ({
      ...{ studyUid, modalities, description },
      ...outcome,
    })),
  };
}
