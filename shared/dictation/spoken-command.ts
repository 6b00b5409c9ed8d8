import type { ReportTemplate } from '../model/report.ts';

/** What was meant by words that are no text. */
export type SpokenCommand =
  | { readonly do: 'field'; readonly by: 1 | -1 }
  | { readonly do: 'section'; readonly sectionId: string }
  | { readonly do: 'normal'; readonly sectionId: string | null }
  | { readonly do: 'choose'; readonly sectionId: string; readonly fieldId: string; readonly value: string }
  | { readonly do: 'scratch' }
  | { readonly do: 'stop' };

type Told = Pick<ReportTemplate, 'sections'>;

const FIXED: ReadonlyMap<string, SpokenCommand> = new Map<string, SpokenCommand>([
  ['next field', { do: 'field', by: 1 }],
  ['previous field', { do: 'field', by: -1 }],
  ['normal', { do: 'normal', sectionId: null }],
  ['insert normal', { do: 'normal', sectionId: null }],
  ['scratch that', { do: 'scratch' }],
  ['stop dictation', { do: 'stop' }],
]);

/**
 * The command that a whole phrase is, between two pauses; null: it is text. Within a sentence the same words are text ("is normal").
 * Choices are said as "set", the field, and the choice; fields and choices are those of the report on screen.
 */
export function spokenCommand(phrase: string, template: Told): SpokenCommand | null {
  const said = plain(phrase);
  const fixed = FIXED.get(said);
  if (fixed !== undefined) return fixed;
  const going = /^(?:go to|normal) (.+)$/.exec(said);
  if (going !== null) {
    const section = template.sections.find(({ sectionId, title }) =>
      [plain(sectionId), plain(title)].includes(going[1] ?? ''),
    );
    if (section === undefined) return null;
    const { sectionId } = section;
    return said.startsWith('go') ? { do: 'section', sectionId } : { do: 'normal', sectionId };
  }
  return said.startsWith('set ') ? choiceOf(said.slice(4), template) : null;
}

/** Of fields whose names begin alike the longer name is meant. Null where two choices could be: nothing is guessed. */
function choiceOf(said: string, { sections }: Told): SpokenCommand | null {
  const fields = sections
    .flatMap(({ sectionId, fields: all }) => all.map((field) => ({ sectionId, field, label: plain(field.label) })))
    .filter(({ label }) => label !== '' && said.startsWith(`${label} `));
  const longest = Math.max(...fields.map(({ label }) => label.length));
  const meant = fields.filter(({ label }) => label.length === longest);
  const [only] = meant;
  if (only === undefined || meant.length > 1) return null;
  const value = said.slice(only.label.length + 1).replace(/^(is|to) /, '');
  const choices = only.field.options.filter((option) => plain(option) === value);
  if (only.field.type === 'choice' && choices.length === 1 && choices[0] !== undefined) {
    return { do: 'choose', sectionId: only.sectionId, fieldId: only.field.fieldId, value: choices[0] };
  }
  return null;
}

/** Words as engines give them: small, without marks. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
