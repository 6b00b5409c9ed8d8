import { roleWords } from '../../shared/hanging/role-words.ts';
import type { SliceFaults } from '../../shared/hanging/slice-faults.ts';
import { spacingOf } from '../../shared/rules/spacing.ts';
import type { GlassTruth } from './glass-truth.ts';
import { OVERLAY_RANK } from './overlay-plan.ts';
import type { OverlayLine } from './overlay-plan.ts';
import { sideText } from './letters.ts';
import { fullWords, qualityMarks, sliceLines, windowText } from './overlay-text.ts';
import type { SeriesFacts } from './overlay-text.ts';
import { trueSizeWords } from './true-size.ts';

/** A line with how it looks. */
export interface WrittenLine extends OverlayLine {
  readonly tone: 'plain' | 'quiet' | 'warning' | 'key';
  /** Goes when text over images is off: what could be misread without it stays. */
  readonly optional: boolean;
}

export interface Written {
  readonly truth: GlassTruth;
  readonly facts: SeriesFacts;
  readonly faults: SliceFaults;
  /** That it is a key image, and why; empty of others. */
  readonly keyImage: string;
  /** Which of the pictures of its place it is: "320 ms after the R wave, 3 of 25"; empty where there is one. */
  readonly phase?: string;
  readonly link: 'exact' | 'approximate' | null;
  /** On whose word, where it is a registration. */
  readonly linkedBy: string | null;
  /** Why not. */
  readonly notLinked: string | null;
  /** What it shares beside its place, and its group, in a word; empty: nothing. */
  readonly shared?: string;
  /** mm of one device pixel of the monitor; null where nobody measured it. */
  readonly pitch: number | null;
}

/** Everything that is written in the corners of a picture, with how much each line matters. */
export function overlayLines(written: Written): readonly WrittenLine[] {
  return [...upperLines(written), ...lowerLines(written)].filter(({ text }) => text.trim() !== '');
}

function upperLines({
  truth,
  facts,
  faults,
  keyImage,
  phase = '',
  link,
  linkedBy,
  notLinked,
  shared,
}: Written): readonly WrittenLine[] {
  const { image } = truth;
  const left = { corner: 'topLeft', tone: 'plain', optional: false } as const;
  const right = { ...left, corner: 'topRight' } as const;
  const { never } = OVERLAY_RANK;
  return [
    // The id stays in one piece where it fits a line: its hyphens are no places to break.
    { ...left, key: 'who', text: `${facts.patient} ${facts.patientId.replaceAll('-', '\u2011')}`.trim(), rank: never },
    { ...left, key: 'series', text: facts.series, rank: OVERLAY_RANK.series },
    // Two stacks of one series may look the same: which one it is, is never left out.
    { ...left, key: 'stack', text: [facts.stack, phase].filter((part) => part !== '').join(': '), rank: never },
    // What the picture says is plain text; that it says nothing is a mark of its own, in the colour of warnings.
    { ...left, key: 'side', text: image && truth.ref ? sideText(image, truth.ref.frame) : '', rank: never },
    // Last in its corner: nothing else moves when the reader comes to one, or marks one.
    { ...left, key: 'key image', text: keyImage, rank: OVERLAY_RANK.series, tone: 'key' },
    {
      ...right,
      key: 'date',
      // A prior says it in the band above its pictures.
      text: facts.role === 'current' ? roleWords(facts.role, facts.studyDate) : '',
      rank: never,
    },
    {
      ...right,
      key: 'institution',
      text: facts.institution,
      rank: OVERLAY_RANK.institution,
      tone: 'quiet',
      optional: true,
    },
    ...qualityMarks(truth, facts, faults).map(
      ({ text, tone }) => ({ ...right, key: `mark ${text}`, text, tone, rank: never }) as const,
    ),
    {
      ...right,
      key: 'full',
      text: fullWords(truth, facts),
      rank: OVERLAY_RANK.institution,
      tone: 'quiet',
      optional: true,
    },
    ...linkLine({ link, linkedBy, notLinked, shared }),
  ];
}

/** How the viewport goes with the others: by place, and what else it shares with them. */
function linkLine({
  link,
  linkedBy,
  notLinked,
  shared = '',
}: Pick<Written, 'link' | 'linkedBy' | 'notLinked'> & {
  readonly shared: string | undefined;
}): readonly WrittenLine[] {
  const also = shared === '' ? '' : `; ${shared}`;
  const line = (text: string, rank: WrittenLine['rank']): readonly WrittenLine[] => [
    { key: 'link', corner: 'topRight', tone: 'quiet', optional: false, text, rank },
  ];
  if (link === 'approximate') {
    const words = linkedBy === null ? 'linked by landmark, approximate' : `linked, approximate: ${linkedBy}`;
    return line(`${words}${also}`, OVERLAY_RANK.never);
  }
  if (link === 'exact') return line(`linked${also}`, OVERLAY_RANK.linked);
  // Two pictures side by side are taken for the same place unless it is said that they are not.
  if (notLinked !== null) return line(`not linked: ${notLinked}${also}`, OVERLAY_RANK.series);
  return shared === '' ? [] : line(shared, OVERLAY_RANK.linked);
}

function lowerLines({ truth, pitch }: Written): readonly WrittenLine[] {
  const { image, ref } = truth;
  const left = { corner: 'bottomLeft', tone: 'plain', optional: true } as const;
  return [
    { ...left, key: 'window', text: windowText(truth), rank: OVERLAY_RANK.window },
    { ...left, key: 'zoom', text: image ? `zoom ${truth.zoom.toFixed(2)}×` : '', rank: OVERLAY_RANK.zoom },
    { ...left, key: 'true size', text: trueSizeWords(truth, pitch), rank: OVERLAY_RANK.never, optional: false },
    {
      ...left,
      key: 'basis',
      text: image && ref ? spacingOf(image, ref.frame).basis : '',
      rank: OVERLAY_RANK.never,
      tone: 'quiet',
      optional: false,
    },
    ...sliceLines(truth).map((text, place): WrittenLine => {
      const rank = sliceRank(text, place);
      return { key: `slice ${place}`, corner: 'bottomRight', text, rank, tone: 'plain', optional: place > 0 };
    }),
  ];
}

function sliceRank(text: string, place: number): OverlayLine['rank'] {
  if (place === 0) return OVERLAY_RANK.never;
  return text.startsWith('frame') ? OVERLAY_RANK.frame : OVERLAY_RANK.position;
}
