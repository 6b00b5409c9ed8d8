import type { Message, Segment } from '../message.ts';

/**
 * A report with its page as one OBX of type ED (2.5.1, 2.A.24) behind the text of each order: LOINC 11528-7, with the status and the time of
 * the text. Base64 has no sign that stands for something in a message.
 * @param pdf base64
 */
export function withPage(message: Message, pdf: string): Message {
  const { component } = message.separators;
  const value = ['', 'application', 'pdf', 'Base64', pdf].join(component);
  const code = ['11528-7', 'Radiology report', 'LN'].join(component);
  const segments = message.segments.flatMap((segment, at): Segment[] => {
    const next = message.segments[at + 1]?.name;
    if (segment.name !== 'OBX' || next === 'OBX' || next === 'NTE') return [segment];
    const number = String(Number(segment.fields[1] ?? 0) + 1);
    const fields = [...segment.fields.slice(0, 15)];
    while (fields.length < 12) fields.push('');
    const said = new Map([
      [1, number],
      [2, 'ED'],
      [3, code],
      [4, number],
      [5, value],
    ]);
    return [segment, { name: 'OBX', fields: fields.map((field, place) => said.get(place) ?? field) }];
  });
  return { separators: message.separators, segments };
}
