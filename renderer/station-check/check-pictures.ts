import { asAppError } from '../../shared/errors/app-error.ts';
import type { CheckStep, CheckStepId } from '../../shared/model/station-check.ts';
import { DECODE_PHANTOMS, GREY_PHANTOMS } from '../../shared/rules/station-check/phantom-set.ts';
import { PLACED_VIEWS } from '../../shared/rules/station-check/placed-views.ts';
import type { PaintChoice } from '../viewer/index.ts';
import type { CheckRun, Found } from './check-run.ts';
import { checkDecoding } from './steps/decoding.ts';
import { checkGrey } from './steps/grey.ts';
import { checkPlaces } from './steps/geometry.ts';
import { checkSpeed } from './steps/frame-rate.ts';

/** Single things that are looked at, for the progress; with no card the greys end sooner. */
export const CHECK_STEPS = DECODE_PHANTOMS.length + 2 * GREY_PHANTOMS.length + PLACED_VIEWS.length + 3;

/**
 * The check of pictures on this machine's own way from the station to the glass. A part that cannot be carried out has failed,
 * and the others go on. @param paint who draws pictures in this window @throws AppError request/cancelled
 */
export async function checkPictures(
  run: CheckRun,
  paint: PaintChoice,
  done: (steps: readonly CheckStep[]) => void,
): Promise<readonly CheckStep[]> {
  const steps: CheckStep[] = [];
  const part = async <K extends CheckStepId>(ids: readonly K[], work: () => Promise<Readonly<Record<K, Found>>>) => {
    const begin = performance.now();
    const found = await work().catch((error: unknown) => {
      if (run.signal.aborted) throw error;
      const { code, family, message } = asAppError(error);
      if (family === 'bug') console.error('check of this station', ids.join(), message);
      return failedParts(ids, code);
    });
    for (const id of ids)
      steps.push({ id, ...found[id], lines: [...found[id].lines], ms: Math.round(performance.now() - begin) });
    done([...steps]);
  };
  await part(['decoding'], async () => ({ decoding: await checkDecoding(run) }));
  await part(['grey'], async () => ({ grey: await checkGrey(run) }));
  await part(['geometry', 'measurement'], () => checkPlaces(run, paint).then((found) => ({ ...found })));
  await part(['frame-rate', 'memory'], async () => {
    const { rate, memory } = await checkSpeed(run, paint);
    return { 'frame-rate': rate, memory };
  });
  return steps;
}

function failedParts<K extends CheckStepId>(ids: readonly K[], code: string): Readonly<Record<K, Found>> {
  const failed: Found = { state: 'failed', found: `It could not be carried out (${code}).`, lines: [] };
  return Object.fromEntries(ids.map((id) => [id, failed])) as Record<K, Found>;
}
