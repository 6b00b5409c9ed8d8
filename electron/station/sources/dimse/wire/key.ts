import { TAG } from '../../../../../shared/dicom/tags.ts';
import type { TagName } from '../../../../../shared/dicom/tags.ts';

/** One key of a query: its value as text, '' for a key that is only to be returned. */
export interface Key {
  readonly tag: number;
  readonly vr: string;
  readonly value: string;
}

export function key(name: TagName, value = ''): Key {
  const [tag, vr] = TAG[name];
  return { tag, vr, value };
}

/** QUERY/RETRIEVE LEVEL (0008,0052). */
export function levelKey(level: string): Key {
  return { tag: 0x00080052, vr: 'CS', value: level };
}
