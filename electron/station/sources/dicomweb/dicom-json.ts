import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { parsePersonName } from '../../../../shared/dicom/person-name.ts';
import { trimUid } from '../../../../shared/dicom/uid.ts';
import { Availability } from '../../../../shared/model/source.ts';
import type { PersonName } from '../../../../shared/model/study.ts';

/** Longest text taken from a row: Part 5 allows 64 characters for LO and 64 for each group of a name. */
const MOST_TEXT = 1024;
/** Most values of one attribute: modalities of a study. */
const MOST_VALUES = 64;

/** An attribute of the DICOM JSON model (Part 18, F.2). */
const Attribute = z.looseObject({
  vr: z.string().max(2).optional(),
  Value: z.array(z.unknown()).nullish(),
  BulkDataURI: z.string().max(4096).optional(),
});
export type JsonAttribute = z.infer<typeof Attribute>;

const Text = z.union([z.string(), z.number().transform(String)]);
const NameGroups = z.object({
  Alphabetic: z.string().nullish(),
  Ideographic: z.string().nullish(),
  Phonetic: z.string().nullish(),
});

/** One object of a DICOM JSON answer: attributes by tag, eight hexadecimal digits. Nothing in it is believed. */
export class JsonDataset {
  readonly #row: Readonly<Record<string, unknown>>;

  constructor(row: Readonly<Record<string, unknown>>) {
    this.#row = row;
  }

  /** @param tag "0020000D" */
  attribute(tag: string): JsonAttribute | null {
    const given = Object.hasOwn(this.#row, tag) ? this.#row[tag] : undefined;
    const parsed = Attribute.safeParse(given);
    return parsed.success ? parsed.data : null;
  }

  /** Its first value as text; null where it has none or an empty one. */
  text(tag: string): string | null {
    return this.texts(tag)[0] ?? null;
  }

  /** Its values as text, the empty ones left out. A server may write them in one, parted by backslashes. */
  texts(tag: string): readonly string[] {
    const values = (this.attribute(tag)?.Value ?? []).slice(0, MOST_VALUES);
    return values.flatMap((value) => {
      const text = Text.safeParse(value);
      return text.success ? tidy(text.data).split('\\').map(tidy).filter(Boolean) : [];
    });
  }

  /** @throws AppError source/wrong-answer where it is no UID: nothing can be asked for by it */
  uid(tag: string): string {
    const uid = trimUid(this.text(tag) ?? '');
    if (uid === null || uid.length > 64 || !/^[0-9.]+$/.test(uid)) {
      throw new AppError('source/wrong-answer', 'a row without a UID', { context: { tag } });
    }
    return uid;
  }

  /** Numbers come as numbers or as text (IS). */
  integer(tag: string): number | null {
    const text = this.text(tag);
    if (text === null || !/^[+-]?\d{1,12}(\.0*)?$/.test(text)) return null;
    return Math.trunc(Number(text));
  }

  /** A count; null where it is no number or below zero. */
  count(tag: string): number | null {
    const value = this.integer(tag);
    return value === null || value < 0 ? null : value;
  }

  name(tag: string): PersonName {
    const value: unknown = this.attribute(tag)?.Value?.[0];
    const groups = NameGroups.safeParse(value);
    if (groups.success) {
      const { Alphabetic, Ideographic, Phonetic } = groups.data;
      // The groups are apart already: an = within one is no separator.
      const [alphabetic, ideographic, phonetic] = [Alphabetic, Ideographic, Phonetic].map(
        (group) => parsePersonName(tidy(group ?? '').replaceAll('=', ' ')).alphabetic,
      );
      return { alphabetic: alphabetic ?? '', ideographic: ideographic ?? '', phonetic: phonetic ?? '' };
    }
    return parsePersonName(typeof value === 'string' ? tidy(value) : '');
  }

  availability(tag: string): Availability | null {
    const parsed = Availability.safeParse(this.text(tag));
    return parsed.success ? parsed.data : null;
  }

  /** The items of a sequence. */
  items(tag: string): readonly JsonDataset[] {
    const values = this.attribute(tag)?.Value ?? [];
    return values.flatMap((value) => {
      const item = z.record(z.string(), z.unknown()).safeParse(value);
      return item.success ? [new JsonDataset(item.data)] : [];
    });
  }
}

function tidy(text: string): string {
  return text.slice(0, MOST_TEXT).replace(/^[ \0]+|[ \0]+$/g, '');
}
