import { foldText } from '../../dicom/person-name.ts';
import { saysScout } from '../main-series.ts';
import { REPORT_WORDS } from './report-words.ts';
import { anyWord } from './rules.ts';

/** What is known of a stack before it is said what its pictures are. */
export interface ContentFacts {
  readonly modality: string | null;
  readonly sopClass: string | null;
  readonly imageType: readonly string[];
  /** Description, protocol, name of the stack, body part. */
  readonly words: string;
  readonly bValue: number | null;
  readonly agent: boolean;
  readonly images: number;
  readonly cine: boolean;
  readonly colour: boolean;
  readonly isLocalizer: boolean;
}

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
/** Encapsulated PDF and CDA. */
const ENCAPSULATED = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.104\.[12]$/;
/** ECG and other curves over time (Part 4, B.5). */
const WAVEFORM = '1.2.840.10008.5.1.4.1.1.9.';

/** Words of several languages and makers; names of content are what protocols ask for. */
const BY_WORDS: readonly (readonly [name: string, of: readonly string[], words: readonly string[]])[] = [
  ['flair', ['MR'], ['flair*', 'dark fluid', 't2 tirm', 'tirm tra dark']],
  ['t2-star', ['MR'], ['t2 star', 't2star', 't2w ffe', 'gre t2', 'hemo*', 'haemo*']],
  ['swi', ['MR'], ['swi*', 'swan', 'venobold', 'swip', 'suscept*']],
  ['dwi', ['MR'], ['dwi*', 'diff*', 'ep2d diff*', 'b1000', 'b800', 'trace*', 'tracew', 'ssh dwi*', 'reveal']],
  ['adc', ['MR'], ['adc*', 'dadc', 'apparent diffusion*']],
  ['mra', ['MR'], ['mra', 'tof*', 'angio*', 'inhance', '3d tof', 'projected from*', 'collapse']],
  ['pd', ['MR'], ['pd*', 'proton density', 'dp', 'pdw*']],
  ['stir', ['MR'], ['stir*', 'tirm*']],
  [
    'fat-suppressed',
    ['MR'],
    ['fs', 'fatsat', 'fat sat', 'spair', 'spir', 'dixon*', 'stir*', 'tirm*', 'wfs', 'fatsuppr*'],
  ],
  ['t2', ['MR'], ['t2*', 't2w*', 'tse t2', 'frfse t2', 'ciss*', 'fiesta*']],
  ['t1', ['MR'], ['t1*', 't1w*', 'mprage*', 'mp rage', 'bravo', 'spgr', 'vibe*', 'thrive*', 'lava*', 'flash*']],
  ['perfusion', ['MR', 'CT'], ['perf*', 'dsc', 'dce', 'cbf', 'cbv', 'mtt', 'tmax', 'ttp']],
  ['dynamic', ['MR'], ['dyn*', 'dce', 'twist*', 'tricks*']],
  ['arterial', ['CT', 'MR'], ['arterial*', 'arteriell*', 'arterielle', 'art', 'art phase']],
  ['venous', ['CT', 'MR'], ['venous*', 'venoes*', 'venos*', 'portal*', 'pv', 'porto*', 'portovenoes*', 'veineux']],
  ['delayed', ['CT', 'MR'], ['delay*', 'late*', 'spaet*', 'excretory', 'urographic', 'tardif', 'nephrographic']],
  [
    'without-contrast',
    ['CT', 'MR'],
    [
      'wo',
      'w o',
      'without',
      'native',
      'nativ',
      'non contrast',
      'noncontrast',
      'plain',
      'sans',
      'pre contrast',
      'pre gad*',
      'pre km',
      'pre',
      'unenhanced',
    ],
  ],
  ['bone', ['CT'], ['bone*', 'knochen*', 'osteo*', 'os']],
  ['lung', ['CT'], ['lung*', 'lunge*', 'poumon*', 'pulmon*']],
  ['angio', ['CT', 'XA'], ['cta', 'angio*', 'angiography']],
  ['mip', [], ['mip*', 'mips']],
  ['mpr', [], ['mpr*', 'reformat*', 'refo', 'curved']],
  ['volume-rendered', [], ['vrt*', 'volume render*', '3d render*']],
  ['perfusion-map', ['CT', 'MR'], ['cbf', 'cbv', 'mtt', 'tmax', 'ttp', 'rapid']],
  ['attenuation-corrected', ['PT'], ['ac', 'wb ac', 'ctac', 'corr*']],
  ['not-attenuation-corrected', ['PT'], ['nac', 'nonac', 'non ac', 'uncorrected', 'ac off']],
  ['subtraction', [], ['sub', 'subtract*', 'subtraktion*', 'dsa']],
  // "Low dose" is how a chest is scanned.
  [
    'dose-report',
    [],
    [
      ...['dose report*', 'dose summary', 'dose info*', 'dose screen*', 'dose record*', 'dose sheet', 'dosisbericht*'],
      ...['dosisprotokoll*', 'rapport dose', 'rapport de dose', 'patient protocol', 'exam summary'],
    ],
  ],
];
const PAPER = [
  'worksheet*',
  'work sheet',
  'requisition*',
  'request',
  'scan doc*',
  'scanned*',
  'note',
  'notes',
  'form',
  'order',
  'referral*',
  'consent*',
  'questionnaire*',
  'history',
  'paper*',
  'anforderung*',
  'ueberweisung*',
  'document*',
];
const found = BY_WORDS.map(([name, of, words]) => ({ name, of, has: anyWord(words) }));
const isPaper = anyWord(PAPER);
const saysReport = anyWord(REPORT_WORDS);
const saysDose = anyWord(['dose*', 'dosis*']);
/** What a program made of the pictures, as pictures. */
const saysProgram = anyWord([
  ...[
    'ai',
    'ai result*',
    'ai output*',
    'ki',
    'ki ergebnis*',
    'cad',
    'cad result*',
    'computer aided*',
    'deep learning*',
  ],
  ...['algorithm result*', 'resultat ia', 'ia'],
]);
/** "C spine" is no contrast. */
const CERVICAL = / c (?=spine |sp |t |l |th |ws |wirbel)/gu;
const saysAgent = anyWord([
  'post contrast',
  'with contrast',
  'c',
  'ce',
  'gd',
  'gad*',
  'post',
  'km',
  'kontrast*',
  'post gd',
  'w contrast',
  'contrast enhanced',
  'iv contrast',
  'cm',
  'contrast',
]);

/** What the pictures of a stack are; by what the header says first, by words where only they tell. Sorted. */
export function contentOf(facts: ContentFacts): readonly string[] {
  const { modality, sopClass, imageType, bValue } = facts;
  const text = ` ${foldText(facts.words)} `;
  const types = imageType.map((type) => type.toUpperCase());
  const names = new Set<string>();
  const of = modality ?? '';
  for (const { name, of: modalities, has } of found) {
    if ((modalities.length === 0 || modalities.includes(of)) && has(text)) names.add(name);
  }
  if (facts.isLocalizer || saysScout(modality, text)) names.add('localiser');
  if (bValue !== null && !names.has('adc')) names.add('dwi');
  if (types.includes('ADC')) names.add('adc');
  for (const [type, name] of [
    ['MPR', 'mpr'],
    ['MIP', 'mip'],
    ['PROJECTION IMAGE', 'mip'],
    ['SUBTRACTION', 'subtraction'],
  ] as const) {
    if (types.includes(type)) names.add(name);
  }
  if (names.has('adc')) names.delete('dwi');
  if (names.has('flair') || names.has('t2-star') || names.has('adc') || names.has('dwi')) {
    names.delete('t2');
    names.delete('t1');
  }
  if (names.has('swi')) names.delete('t2-star');
  const isEnhanced =
    facts.agent ||
    names.has('arterial') ||
    names.has('venous') ||
    names.has('delayed') ||
    saysAgent(text.replaceAll(CERVICAL, ' '));
  if (['CT', 'MR'].includes(of) && isEnhanced && !names.has('without-contrast')) names.add('contrast');
  addPapers(names, facts, text, sopClass);
  if (facts.cine) names.add('cine');
  return [...names].sort();
}

/** Scanned sheets: captures that say so, documents that are no report, and what a recorder wrote on paper. */
function addPapers(names: Set<string>, facts: ContentFacts, text: string, sopClass: string | null): void {
  const isCapture = sopClass?.startsWith(SECONDARY_CAPTURE) ?? false;
  const isDocument = facts.modality === 'DOC' || (sopClass !== null && ENCAPSULATED.test(sopClass));
  const isWaveform = sopClass?.startsWith(WAVEFORM) ?? false;
  // A report stands where a protocol asks for the report, what a program made where it asks for that.
  const isOther = (saysReport(text) && !isPaper(text)) || saysProgram(text);
  const saysPaper = (isCapture || facts.modality === 'OT' || facts.modality === 'SR') && isPaper(text);
  if (isWaveform || (isDocument && !isOther) || saysPaper) names.add('paper');
  if (isWaveform) names.add('waveform');
  if (isCapture && saysDose(text)) names.add('dose-report');
  if (isCapture && saysProgram(text)) names.add('ai-result');
  if (isCapture) names.add('capture');
}
