import type { Request } from '../../../shared/contract/index.ts';
import type { ReaderPseudonym } from '../../../shared/model/ids.ts';
import { Programme } from '../../../shared/model/review/programme.ts';
import type { Dimension, ProgrammeKind } from '../../../shared/model/review/programme.ts';
import type { SourceFlag } from '../../../shared/model/review/source-report.ts';

export type ProgrammeContent = Request<'review.saveProgramme'>['content'];

export interface ReviewerDraft {
  /** "CT, MR"; empty: all. */
  readonly modalities: string;
  readonly regions: string;
  readonly most: string;
  /** Whose reports they read, where the pairs are listed. */
  readonly authors: readonly ReaderPseudonym[];
}

export interface QuotaDraft {
  /** Stays with its row while it is edited. */
  readonly id: number;
  readonly author: string;
  readonly modality: string;
  readonly region: string;
  readonly shift: string;
  readonly each: Dimension | '';
  readonly least: string;
  readonly most: string;
}

/** A programme while it is written: numbers as they are typed. */
export interface ProgrammeDraft {
  readonly name: string;
  readonly kind: ProgrammeKind;
  readonly windowDays: string;
  readonly reviewers: ReadonlyMap<ReaderPseudonym, ReviewerDraft>;
  readonly authors: ProgrammeContent['authors'];
  readonly hasPairs: boolean;
  readonly reciprocal: boolean;
  readonly flags: readonly SourceFlag[];
  /** Percent. */
  readonly share: string;
  readonly strata: readonly Dimension[];
  readonly allocation: 'equal' | 'proportional';
  readonly quotas: readonly QuotaDraft[];
  readonly workloadDifference: string;
  readonly minimumN: string;
  readonly groupId: string;
}

export const NEW_REVIEWER: ReviewerDraft = { modalities: '', regions: '', most: '', authors: [] };

const NEW_PROGRAMME: ProgrammeDraft = {
  ...{ name: '', kind: 'radpeer', windowDays: '90', reviewers: new Map(), authors: 'everyone', hasPairs: false },
  ...{ reciprocal: false, flags: [], share: '50', strata: ['author', 'modality'], allocation: 'equal', quotas: [] },
  ...{ workloadDifference: '1', minimumN: '10', groupId: '' },
};

/** Null: a new one. */
export function draftOf(programme: Programme | null): ProgrammeDraft {
  if (programme === null) return NEW_PROGRAMME;
  const { name, kind, windowDays, authors, pairs, reciprocal, targeted, strata, allocation, quotas } = programme;
  const authorsOf = (reader: ReaderPseudonym): readonly ReaderPseudonym[] =>
    pairs === 'everyone' ? [] : (pairs.find((pair) => pair.reviewer === reader)?.authors ?? []);
  return {
    ...{ name, kind, windowDays: `${windowDays}`, authors, hasPairs: pairs !== 'everyone', reciprocal },
    reviewers: new Map(
      programme.reviewers.map(({ reader, modalities, regions, most }) => [
        reader,
        {
          ...{ modalities: modalities.join(', '), regions: regions.join(', ') },
          ...{ most: most === null ? '' : `${most}`, authors: authorsOf(reader) },
        },
      ]),
    ),
    ...{ flags: targeted.flags, share: `${Math.round(targeted.share * 100)}`, strata, allocation },
    quotas: quotas.map((quota, id) => ({
      ...{ id, author: quota.author ?? '', modality: quota.modality ?? '', region: quota.region ?? '' },
      ...{ shift: quota.shift ?? '', each: quota.each[0] ?? '', least: `${quota.least}` },
      most: quota.most === null ? '' : `${quota.most}`,
    })),
    ...{ workloadDifference: `${programme.workloadDifference}`, minimumN: `${programme.minimumN}` },
    groupId: programme.groupId ?? '',
  };
}

const Content = Programme.omit({ format: true, programmeId: true, version: true });
const FIELD_WORDS: Readonly<Record<string, string>> = {
  ...{ name: 'its name', reviewers: 'who reads (at least one, modalities as CT, MR, regions as listed)' },
  ...{ windowDays: 'days (1 to 3660)', pairs: 'who reads whom', targeted: 'the share (0 to 100)' },
  ...{ quotas: 'quotas (least no more than most; each of one only where that is any)' },
  ...{ workloadDifference: 'difference of workload (1 to 100)', minimumN: 'fewest cases of a figure (2 to 1000)' },
  ...{ groupId: 'number of the group (digits)' },
};

export type ReadDraft = { readonly content: ProgrammeContent } | { readonly problems: readonly string[] };

/** What is to be saved, or what is still missing or wrong, in words. */
export function contentOf(draft: ProgrammeDraft): ReadDraft {
  const reviewers = [...draft.reviewers];
  const content = {
    ...{ name: draft.name, kind: draft.kind, windowDays: numberOf(draft.windowDays), authors: draft.authors },
    reviewers: reviewers.map(([reader, { modalities, regions, most }]) => ({
      ...{ reader, modalities: listOf(modalities.toUpperCase()), regions: listOf(regions.toLowerCase()) },
      most: orNull(most),
    })),
    pairs: draft.hasPairs
      ? reviewers.map(([reviewer, { authors }]) => ({ reviewer, authors: [...authors] }))
      : ('everyone' as const),
    reciprocal: draft.reciprocal,
    targeted: { flags: [...draft.flags], share: draft.flags.length === 0 ? 0 : numberOf(draft.share) / 100 },
    ...{ strata: [...draft.strata], allocation: draft.allocation },
    quotas: draft.quotas.map((quota) => ({
      ...{ author: quota.author || null, modality: quota.modality.trim().toUpperCase() || null },
      ...{ region: quota.region || null, shift: quota.shift || null, each: quota.each === '' ? [] : [quota.each] },
      ...{ least: quota.least.trim() === '' ? 0 : numberOf(quota.least), most: orNull(quota.most) },
    })),
    ...{ workloadDifference: numberOf(draft.workloadDifference), minimumN: numberOf(draft.minimumN) },
    groupId: draft.groupId.trim() || null,
  };
  const read = Content.safeParse(content);
  if (read.success) return { content: read.data };
  const fields = new Set(read.error.issues.map(({ path }) => `${String(path[0])}`));
  return { problems: [...fields].map((field) => FIELD_WORDS[field] ?? field) };
}

function listOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** NaN where it is none: the model refuses it by its field. */
function numberOf(text: string): number {
  return /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN;
}

function orNull(text: string): number | null {
  return text.trim() === '' ? null : numberOf(text);
}
