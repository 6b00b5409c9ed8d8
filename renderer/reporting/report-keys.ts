import type { Command } from '../app/commands/index.ts';

/** A command as it is listed, without what it does. */
export type ReportKey = Pick<Command, 'id' | 'title' | 'group' | 'keys' | 'scope'>;

const group = 'Report';

/** Keys of the report. Inserting and signing work wherever the focus is: the hand is on the image then. */
export const REPORT_KEYS = {
  insertMeasurement: {
    id: 'report.insertMeasurement',
    title: 'Insert the measurement into the report',
    group,
    keys: ['Ctrl M'],
    scope: 'global',
  },
  calculators: {
    id: 'report.calculators',
    title: 'Calculators and lexicons',
    group,
    keys: ['Alt K'],
    scope: 'global',
  },
  fill: {
    id: 'report.fill',
    title: 'Fill in again: contrast, dose, comparison, lesions, key images',
    group,
    keys: [],
    scope: 'global',
  },
  together: {
    id: 'report.together',
    title: 'Report other studies together with this one: several accessions, one report',
    group,
    keys: [],
    scope: 'global',
  },
  critical: {
    id: 'report.critical',
    title: 'Critical finding: whom to tell, and that they were told',
    group,
    keys: ['!', 'Alt !'],
    scope: 'global',
  },
  dictate: { id: 'report.dictate', title: 'Dictate: begin or end', group, keys: ['F2'], scope: 'global' },
  // For buttons that are held: a microphone's press begins, its release ends.
  beginDictation: { id: 'report.beginDictation', title: 'Begin to dictate', group, keys: [], scope: 'global' },
  endDictation: { id: 'report.endDictation', title: 'End the dictation', group, keys: [], scope: 'global' },
  spelling: {
    id: 'report.spelling',
    title: 'Next word that is spelt wrongly',
    group,
    keys: ['Shift F7'],
    scope: 'report',
  },
  holdKeys: {
    id: 'report.holdKeys',
    title: 'Keep the keys in the report while the mouse works on the images',
    group,
    keys: ['Shift F2'],
    scope: 'global',
  },
  insertNormal: { id: 'report.insertNormal', title: 'Insert normal text', group, keys: ['Alt N'], scope: 'report' },
  insertAllNormal: {
    id: 'report.insertAllNormal',
    title: 'Insert the normal text of every section that is empty',
    group,
    keys: ['Alt Shift N'],
    scope: 'report',
  },
  acceptPassage: {
    id: 'report.acceptPassage',
    title: 'Accept the copied or drafted passage',
    group,
    keys: ['Alt A'],
    scope: 'report',
  },
  priorReport: {
    id: 'report.priorReport',
    title: 'Prior report beside this one, or away',
    group,
    keys: ['Alt P'],
    scope: 'report',
  },
  copyPrior: {
    id: 'report.copyPrior',
    title: 'Copy from the prior report: what is selected, else this section',
    group,
    keys: ['Alt Shift P'],
    scope: 'report',
  },
  copyPriorSentence: {
    id: 'report.copyPriorSentence',
    title: 'Copy the marked sentence of the prior report, and go to the next',
    group,
    keys: ['Alt S'],
    scope: 'report',
  },
  priorSentenceDown: {
    id: 'report.priorSentenceDown',
    title: 'Next sentence of the prior report',
    group,
    keys: ['Alt ↓'],
    scope: 'report',
  },
  priorSentenceUp: {
    id: 'report.priorSentenceUp',
    title: 'Previous sentence of the prior report',
    group,
    keys: ['Alt ↑'],
    scope: 'report',
  },
  programDrafts: {
    id: 'report.programDrafts',
    title: 'AI drafts: what programs wrote of this study, to be taken into the report',
    group,
    keys: ['Alt D'],
    scope: 'report',
  },
  expand: {
    id: 'report.expand',
    title: 'Expand the shorthand before the caret',
    group,
    keys: ['Alt X'],
    scope: 'report',
  },
  macros: {
    id: 'report.macros',
    title: 'Macros: insert by name, write, bring in',
    group,
    keys: ['Alt M'],
    scope: 'report',
  },
  nextWaiting: {
    id: 'report.nextWaiting',
    title: 'Next passage that is not accepted',
    group,
    keys: ['Alt U'],
    scope: 'report',
  },
  previousWaiting: {
    id: 'report.previousWaiting',
    title: 'Previous passage that is not accepted',
    group,
    keys: ['Alt Shift U'],
    scope: 'report',
  },
  check: { id: 'report.check', title: 'Check the report', group, keys: ['Alt C'], scope: 'report' },
  sign: { id: 'report.sign', title: 'Sign the report', group, keys: ['Ctrl Enter'], scope: 'global' },
  takeBack: {
    id: 'report.takeBack',
    title: 'Take back a report that is about to be signed',
    group,
    keys: ['Ctrl Shift Enter'],
    scope: 'global',
  },
  signAndNext: {
    id: 'report.signAndNext',
    title: 'Sign the report and open the next unread study',
    group,
    keys: ['F8'],
    scope: 'global',
  },
} as const satisfies Readonly<Record<string, ReportKey>>;
