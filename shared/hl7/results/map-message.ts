import type { ResultMapping } from '../../model/result-mapping.ts';
import { escapeText } from '../escape.ts';
import type { Message, Segment, Separators } from '../message.ts';
import { repetitions } from '../parse.ts';
import { splitText } from './split-text.ts';

/** A report as one receiver wants it. Fields that the mapping does not speak of stay as they are, escapes and all. */
export function mapMessage(message: Message, mapping: ResultMapping): Message {
  const { separators } = message;
  const accession = accessionOf(message);
  const mapped = message.segments.flatMap((segment): Segment[] => {
    switch (segment.name) {
      case 'MSH':
        return [header(segment, mapping, separators, charsetOf(message, mapping))];
      case 'ORC':
        return [withFields(segment, accessions('ORC', accession, mapping))];
      case 'OBR':
        return [order(segment, accession, mapping, separators)];
      case 'OBX':
        return observation(segment, mapping, separators);
      default:
        return [segment];
    }
  });
  return { separators, segments: numbered(mapped) };
}

/** What a message can be written in: Latin 1 where it holds every sign of it. */
export function charsetOf({ segments }: Message, { charset }: ResultMapping): ResultMapping['charset'] {
  if (charset === 'UNICODE UTF-8') return charset;
  const fits = segments.every(({ fields }) => fields.every((field) => !/[^\u0020-\u00ff]/.test(field)));
  return fits ? charset : 'UNICODE UTF-8';
}

function header(segment: Segment, mapping: ResultMapping, separators: Separators, charset: string): Segment {
  const said = [
    [3, mapping.sendingApplication],
    [4, mapping.sendingFacility],
    [5, mapping.receivingApplication],
    [6, mapping.receivingFacility],
    [18, charset],
  ] as const;
  return withFields(
    segment,
    said.flatMap(([at, text]) => (text === null ? [] : [[at, escapeText(text, separators)] as const])),
  );
}

function accessionOf({ segments }: Message): string {
  return segments.find(({ name }) => name === 'OBR')?.fields[18] ?? '';
}

function accessions(
  name: 'ORC' | 'OBR',
  accession: string,
  { accessionIn }: ResultMapping,
): (readonly [number, string])[] {
  if (accession === '') return [];
  return accessionIn.flatMap((place) => {
    const [segment, field] = place.split('-');
    return segment === name ? [[Number(field), accession] as const] : [];
  });
}

function order(segment: Segment, accession: string, mapping: ResultMapping, separators: Separators): Segment {
  const status = segment.fields[25] ?? '';
  return withFields(segment, [
    [4, codeField(segment.fields[4] ?? '', mapping, separators)],
    [25, statusOf(status, mapping)],
    ...accessions('OBR', accession, mapping),
  ]);
}

function statusOf(status: string, mapping: ResultMapping): string {
  return status === 'P' || status === 'F' || status === 'C' ? (mapping.status[status] ?? status) : status;
}

function codeField(raw: string, { codes }: ResultMapping, separators: Separators): string {
  const code = repetitions({ name: '', fields: ['', raw] }, 1, separators)[0]?.[0]?.[0] ?? '';
  const to = codes.find(({ from }) => from === code)?.to;
  if (to === undefined) return raw;
  return [to.value, to.meaning, to.scheme].map((part) => escapeText(part, separators)).join(separators.component);
}

function observation(segment: Segment, mapping: ResultMapping, separators: Separators): Segment[] {
  const base = withFields(segment, [
    [3, codeField(segment.fields[3] ?? '', mapping, separators)],
    [11, statusOf(segment.fields[11] ?? '', mapping)],
  ]);
  if (base.fields[2] !== 'FT') return [base];
  const lineBreak = `${separators.escape}.br${separators.escape}`;
  const text = base.fields[5] ?? '';
  const room = (mapping.longestSegment ?? Infinity) - base.fields.join(separators.field).length + text.length;
  const lines = text.split(lineBreak);
  if (mapping.text === 'FT') {
    return splitText(lines, lineBreak, room, separators).map((part) => withFields(base, [[5, part]]));
  }
  const asText = withFields(base, [[2, 'TX']]);
  const parts =
    mapping.text === 'TX-repetitions'
      ? splitText(lines, separators.repetition, room, separators)
      : lines.flatMap((line) => splitText([line], '', room, separators));
  return parts.map((part) => withFields(asText, [[5, part]]));
}

/** OBX-1 counts the segments; OBX-4 still says which section each is of. */
function numbered(segments: readonly Segment[]): Segment[] {
  let count = 0;
  return segments.map((segment) => {
    if (segment.name !== 'OBX') return segment;
    count += 1;
    return withFields(segment, [[1, String(count)]]);
  });
}

function withFields({ name, fields }: Segment, said: readonly (readonly [number, string])[]): Segment {
  const all = [...fields];
  for (const [at, text] of said) {
    while (all.length <= at) all.push('');
    all[at] = text;
  }
  return { name, fields: all };
}
