import type { HangingStack } from './protocol/case-facts.ts';
import type { DocumentKind } from './series-documents.ts';

/** What pictures are (protocol/content.ts), in the words of a reader; weighting before phase, phase before how they were made. */
const CONTENT_WORDS: readonly (readonly [name: string, words: string])[] = [
  ['localiser', 'localiser'],
  ['paper', 'scanned sheet'],
  ['dose-report', 'dose report'],
  ['t1', 'T1'],
  ['t2', 'T2'],
  ['pd', 'PD'],
  ['flair', 'FLAIR'],
  ['stir', 'STIR'],
  ['t2-star', 'T2*'],
  ['swi', 'SWI'],
  ['dwi', 'DWI'],
  ['adc', 'ADC'],
  ['mra', 'MR angiography'],
  ['perfusion', 'perfusion'],
  ['perfusion-map', 'perfusion map'],
  ['dynamic', 'dynamic'],
  ['fat-suppressed', 'fat suppressed'],
  ['without-contrast', 'without contrast'],
  ['arterial', 'arterial'],
  ['venous', 'venous'],
  ['delayed', 'delayed'],
  ['contrast', 'with contrast'],
  ['bone', 'bone'],
  ['lung', 'lung'],
  ['angio', 'angiography'],
  ['subtraction', 'subtraction'],
  ['mip', 'MIP'],
  ['mpr', 'reformat'],
  ['volume-rendered', 'volume rendered'],
  ['attenuation-corrected', 'attenuation corrected'],
  ['not-attenuation-corrected', 'not attenuation corrected'],
  ['capture', 'capture'],
  ['cine', 'cine'],
];
/** A phase says that there was contrast. */
const PHASES: ReadonlySet<string> = new Set(['arterial', 'venous', 'delayed']);

type Worded = Pick<HangingStack, 'plane' | 'laterality' | 'view' | 'thickness' | 'content' | 'document'>;

/** What stands in a viewport in place of pictures. */
export const DOCUMENT_WORDS: Readonly<Record<DocumentKind, string>> = {
  pdf: 'PDF document',
  text: 'text document',
  waveform: 'waveform (curves over time)',
};

/** "axial FLAIR, 3 mm": how pictures lie and what they are, as far as they or their words say it; '' where nothing is known. */
export function pictureWords({ plane, laterality, view, thickness, content, document }: Worded): string {
  if (document !== undefined) return DOCUMENT_WORDS[document];
  const isPhase = content.some((name) => PHASES.has(name));
  const known = CONTENT_WORDS.flatMap(([name, words]) =>
    content.includes(name) && !(name === 'contrast' && isPhase) ? [words] : [],
  );
  const side = view === null ? null : [laterality, view].filter(Boolean).join(' ');
  const what = [plane ?? side, ...known].filter(Boolean).join(' ');
  // Two decimals are more than a scanner can mean.
  const thick = thickness === null || thickness <= 0 ? null : `${Number(thickness.toFixed(1))} mm`;
  return [what, thick].filter((part) => part !== null && part !== '').join(', ');
}
