/** Words of several languages that call a document a report. */
export const REPORT_WORDS: readonly string[] = [
  'report*',
  'befund*',
  'arztbrief*',
  'rapport*',
  'compte rendu',
  'referto*',
  'informe*',
];
