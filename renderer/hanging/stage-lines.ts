import { DOCUMENT_WORDS } from '../../shared/hanging/picture-words.ts';
import type { Candidate } from '../../shared/hanging/protocol/match.ts';
import type { DeskStage } from '../../shared/hanging/protocol/on-desk.ts';
import type { HungViewport } from '../../shared/hanging/protocol/stages.ts';

export const OUTCOME_WORDS: Readonly<Record<Candidate['outcome'], string>> = {
  hangs: 'hangs',
  fits: 'would fit',
  'gives-way': 'gives way',
  'nothing-to-show': 'has nothing to show',
  failed: 'failed',
  'does-not-fit': 'does not fit',
};

export interface StageLine {
  readonly key: string;
  readonly label: string;
  readonly words: string;
  readonly isShown: boolean;
}

/** What each viewport of a stage is, and why one is not what was asked for. */
export function stageLines({ viewports, leftOut, planes }: DeskStage): readonly StageLine[] {
  const shown = viewports.map((one, at): StageLine => {
    const words = one.stack === null ? (one.reason ?? 'nothing to show') : shownWords(one, planes);
    return { key: `viewport ${at}`, label: one.label, words, isShown: one.stack !== null };
  });
  const out = leftOut
    .filter(({ label }) => !viewports.some((one) => one.stack === null && one.label === label))
    .map(({ label, why }, at): StageLine => ({ key: `out ${at}`, label, words: `left out: ${why}`, isShown: false }));
  return [...shown, ...out];
}

function planeWords(kind: HungViewport['kind'], display: HungViewport['display']): string {
  if (kind === 'mpr' && display?.kind === 'mpr') return `, as a ${display.plane} plane`;
  return kind === 'slab' && display?.kind === 'slab' ? `, as a ${display.plane} slab of ${display.thickness} mm` : '';
}

function shownWords({ role, stack, remark, kind, display, keyImages }: HungViewport, planes: boolean): string {
  const series = [stack?.description ?? stack?.modality ?? 'a series', stack?.name].filter(Boolean).join(', ');
  const whose = role === 'prior' ? 'of the prior' : 'of this study';
  const more = remark === null ? '' : `; ${remark}`;
  if (kind === 'report') return `the report ${whose}${more}`;
  if (kind === 'key-images') {
    const count = keyImages ?? 0;
    return `${count === 1 ? 'the key image' : `${count} key images`} ${whose}${more}`;
  }
  const how =
    kind === 'ai-result'
      ? ', with what a program found'
      : planes
        ? ', as a plane of the reformat'
        : kind === 'cine'
          ? ', playing'
          : planeWords(kind, display);
  if (stack?.document !== undefined) return `“${series}” ${whose}, a ${DOCUMENT_WORDS[stack.document]}${more}`;
  const count = stack?.images ?? 0;
  return `“${series}” ${whose}, ${count} ${count === 1 ? 'picture' : 'pictures'}${how}${more}`;
}
