import type { ResultMapping } from '../../model/result-mapping.ts';

const MSH = [
  [3, 'sendingApplication'],
  [4, 'sendingFacility'],
  [5, 'receivingApplication'],
  [6, 'receivingFacility'],
] as const;

/** Fields of a segment that a mapping speaks of, by their numbers (MSH-1 is the separator itself). Null: none. */
export function spokenFields(name: string, mapping: ResultMapping | null): ReadonlySet<number> {
  if (mapping === null) return new Set();
  const accession = mapping.accessionIn.flatMap((place) => {
    const [segment, field] = place.split('-');
    return segment === name ? [Number(field)] : [];
  });
  const codes = mapping.codes.length > 0;
  const status = Object.keys(mapping.status).length > 0;
  switch (name) {
    case 'MSH':
      return new Set([...MSH.flatMap(([at, field]) => (mapping[field] === null ? [] : [at])), 18]);
    case 'ORC':
      return new Set(accession);
    case 'OBR':
      return new Set([...accession, ...(codes ? [4] : []), ...(status ? [25] : [])]);
    case 'OBX':
      return new Set([
        ...(mapping.text === 'FT' && mapping.longestSegment === null ? [] : [2, 5]),
        ...(codes ? [3] : []),
        ...(status ? [11] : []),
      ]);
    default:
      return new Set();
  }
}

/** A field of a segment as it stands, with its number and whether the mapping speaks of it. */
export interface ShownField {
  readonly at: number;
  readonly text: string;
  readonly spoken: boolean;
}

/** A segment of a message of ours, field by field; the first is its name (number 0). */
export function shownFields(segment: string, mapping: ResultMapping | null): readonly ShownField[] {
  const [name = '', ...rest] = segment.split('|');
  const spoken = spokenFields(name, mapping);
  const from = name === 'MSH' ? 2 : 1;
  return [
    { at: 0, text: name, spoken: false },
    ...rest.map((text, place) => ({ at: place + from, text, spoken: spoken.has(place + from) })),
  ];
}
