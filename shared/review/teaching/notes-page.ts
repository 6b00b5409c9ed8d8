import { PRIVILEGE_BANNER } from '../export.ts';
import type { ConferenceList } from './conference-list.ts';

export interface NotesPageInput {
  readonly list: ConferenceList;
  /** Of each case of the list. */
  readonly cases: readonly {
    readonly minutes: number;
    /** Names of its files, pictures first. */
    readonly files: readonly string[];
    readonly leftOut: readonly { readonly modality: string; readonly why: string; readonly count: number }[];
    /** It comes from peer review. */
    readonly privileged: boolean;
  }[];
}

/** What the presenter reads: a page that needs nothing but itself. It names nobody, if the words of the list do not. */
export function notesPage({ list, cases }: NotesPageInput): string {
  const total = cases.reduce((sum, { minutes }) => sum + minutes, 0);
  const banner = cases.some(({ privileged }) => privileged) ? `<p class="banner">${escaped(PRIVILEGE_BANNER)}</p>` : '';
  const parts = list.cases.map((one, place) => {
    const more = cases[place];
    const left = (more?.leftOut ?? []).map(
      ({ modality, why, count }) => `<li>${count} × ${escaped(modality)}: ${escaped(why)}</li>`,
    );
    return [
      `<section><h2>${place + 1}. ${escaped(one.pseudonym)}</h2>`,
      `<p>${more?.minutes ?? 0} min · ${more?.files.length ?? 0} files</p>`,
      ...words('Question', one.question),
      ...words('Learning point', one.learningPoint),
      ...words('Notes', one.presenterNotes),
      ...(left.length === 0 ? [] : [`<h3>Left out</h3><ul>${left.join('')}</ul>`]),
      '</section>',
    ].join('\n');
  });
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(list.title)}</title>`,
    '<style>body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em}.banner{border:1px solid;padding:.5em}',
    'section{break-inside:avoid}h3{margin-bottom:0}p{margin-top:.3em;white-space:pre-wrap}</style></head><body>',
    `<h1>${escaped(list.title)}</h1>`,
    banner,
    `<p>${list.cases.length} ${list.cases.length === 1 ? 'case' : 'cases'}, ${total} min. De-identified after PS3.15 Annex E.</p>`,
    ...parts,
    '</body></html>\n',
  ].join('\n');
}

function words(title: string, text: string): string[] {
  return text.trim() === '' ? [] : [`<h3>${title}</h3><p>${escaped(text.trim())}</p>`];
}

function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // eslint-disable-next-line no-control-regex -- control characters are what this line is about
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
  );
}
