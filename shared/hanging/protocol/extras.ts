import type { HangingExtra, HangingStack, HangingStudy } from './case-facts.ts';

export const EXTRAS: Readonly<Record<HangingExtra, string>> = {
  'key-images': 'key images',
  report: 'report',
  'ai-result': 'AI result',
};

export function isExtra(kind: string): kind is HangingExtra {
  return kind in EXTRAS;
}

/** What a viewport shows that a study has beside its pictures: the stack that it stands for, or why there is nothing. */
export interface ExtraShown {
  readonly stack: HangingStack | null;
  readonly why: string | null;
  readonly remark: string | null;
}

/**
 * @param study that the image set was looked for in
 * @param found the stack that the set found; an AI result of other pictures of the study is shown on those, and says so
 */
export function extraShown(kind: HangingExtra, study: HangingStudy | null, found: HangingStack | null): ExtraShown {
  const any = found ?? study?.stacks.find(({ images }) => images > 0) ?? study?.stacks[0] ?? null;
  if (study === null || any === null) return { stack: null, why: 'the study is not here', remark: null };
  if (!study.extras.includes(kind)) return { stack: any, why: `the study has no ${EXTRAS[kind]}`, remark: null };
  return kind === 'ai-result' ? aiShown(study, found, any) : { stack: any, why: null, remark: null };
}

/** The marks on the pictures that were asked for, else what the program made as pictures, else its marks where they are. */
function aiShown(study: HangingStudy, found: HangingStack | null, any: HangingStack): ExtraShown {
  const { aiSeries = [] } = study;
  const speaksOf = ({ seriesUid, images }: HangingStack): boolean => images > 0 && aiSeries.includes(seriesUid);
  if (found !== null && speaksOf(found)) return { stack: found, why: null, remark: null };
  const made = study.stacks.find(({ content, images }) => images > 0 && content.includes('ai-result'));
  if (made) return { stack: made, why: null, remark: null };
  const other = study.stacks.find((one) => !one.minor && speaksOf(one)) ?? study.stacks.find(speaksOf);
  if (!other) return { stack: any, why: 'its marks lie on no picture that is here', remark: null };
  const where = other.description ?? other.modality ?? 'another series';
  return { stack: other, why: null, remark: found === null ? null : `the program speaks of “${where}”` };
}
