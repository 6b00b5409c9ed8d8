import { z } from 'zod';
import { ZoneClock } from '../../hl7/zone-clock.ts';
import { AppError } from '../../errors/app-error.ts';
import { DiagnosticReport, NamedResource } from './fhir-shapes.ts';
import { saidReport } from './fhir-said.ts';
import type { Known } from './fhir-said.ts';
import { broughtReport } from './said-report.ts';
import type { ReadReport } from './said-report.ts';

export interface FhirTerms {
  readonly site: string;
  readonly zone: string | null;
  /** Bytes, one to a letter, as UTF-8 text; null: they are none. */
  readonly decode: (bytes: string) => string | null;
  /** Base64 as bytes, one to a letter. */
  readonly fromBase64: (text: string) => string;
}

/** Letters of one line, and of a file that is one document: that has to be read whole. */
const LONGEST_LINE = 4_000_000;
const LONGEST_DOCUMENT = 128_000_000;

const Kind = z.object({ resourceType: z.string() });
const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.object({ fullUrl: z.string().optional().catch(undefined), resource: z.unknown() })).catch([]),
});
type Entry = z.output<typeof Bundle>['entry'][number];

/**
 * DiagnosticReport of FHIR R4: a bundle, an array of resources, or one resource a line (ndjson). What a report refers to (patient, reader,
 * observations, study) is found among its own contained resources and, of the file, in the whole bundle or in the lines before it.
 */
export class FhirReports {
  readonly #terms: FhirTerms;
  readonly #judging: Parameters<typeof broughtReport>[1];
  readonly #known = new Map<string, NamedResource>();
  #rest = '';
  #line = 0;
  /** Whether each line is a resource; null while the first line is not there. */
  #isLines: boolean | null = null;
  #found = false;
  #skipping = false;

  constructor(terms: FhirTerms) {
    this.#terms = terms;
    const { site, zone } = terms;
    this.#judging = { site, clock: zone === null ? null : new ZoneClock(zone) };
  }

  /** @throws AppError review/bad-source-file: one document that is longer than can be read whole */
  push(bytes: string): ReadReport[] {
    this.#rest += bytes;
    if (this.#isLines === null) {
      this.#rest = this.#rest.replace(/^(?:\xef\xbb\xbf)?\s+(?=\S)|^\xef\xbb\xbf/, (gone) => {
        this.#line += gone.split('\n').length - 1;
        return '';
      });
      const end = this.#rest.indexOf('\n');
      if (end < 0 && this.#rest.length < LONGEST_LINE) return [];
      this.#isLines = end >= 0 && this.#isResource(this.#rest.slice(0, end));
    }
    if (!this.#isLines) {
      if (this.#rest.length <= LONGEST_DOCUMENT) return [];
      throw new AppError('review/bad-source-file', 'too long to be read whole', { context: { reason: 'too-long' } });
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    const read = lines.flatMap((line) => this.#oneLine(line));
    if (this.#rest.length > LONGEST_LINE) {
      this.#rest = '';
      this.#skipping = true;
    }
    return read;
  }

  /** @throws AppError review/bad-source-file: nothing in it, or no JSON */
  end(): ReadReport[] {
    const read = this.#isLines === true ? this.#oneLine(this.#rest) : this.#document(this.#rest);
    if (!this.#found) {
      throw new AppError('review/bad-source-file', 'no report in the file', { context: { reason: 'empty' } });
    }
    return read;
  }

  #isResource(line: string): boolean {
    const kind = Kind.safeParse(jsonOf(line));
    return kind.success && kind.data.resourceType !== 'Bundle';
  }

  #oneLine(bytes: string): ReadReport[] {
    this.#line += 1;
    if (this.#skipping) {
      this.#skipping = false;
      this.#found = true;
      return [{ line: this.#line, refused: 'too-long' }];
    }
    if (bytes.trim() === '') return [];
    const text = this.#terms.decode(bytes);
    const value = text === null ? undefined : jsonOf(text);
    if (value !== undefined) return this.#resource({ fullUrl: undefined, resource: value }, this.#line);
    this.#found = true;
    return [{ line: this.#line, refused: text === null ? 'not-text' : 'unreadable' }];
  }

  #document(bytes: string): ReadReport[] {
    const text = this.#terms.decode(bytes);
    const value = text === null ? undefined : jsonOf(text);
    if (value === undefined) {
      const reason = text === null ? 'no-text' : 'no-json';
      throw new AppError('review/bad-source-file', 'the file is no JSON', { context: { reason } });
    }
    const bundle = Bundle.safeParse(value);
    const entries: readonly Entry[] = bundle.success
      ? bundle.data.entry
      : (Array.isArray(value) ? value : [value]).map((resource: unknown) => ({ fullUrl: undefined, resource }));
    for (const entry of entries) this.#note(entry);
    return entries.flatMap((entry, at) => this.#resource(entry, at + 1));
  }

  #note({ fullUrl, resource }: Entry): void {
    const read = NamedResource.safeParse(resource);
    if (!read.success) return;
    if (read.data.id !== undefined) this.#known.set(`${read.data.resourceType}/${read.data.id}`, read.data);
    if (fullUrl !== undefined) this.#known.set(fullUrl, read.data);
  }

  #resource(entry: Entry, line: number): ReadReport[] {
    const kind = Kind.safeParse(entry.resource);
    if (!kind.success) {
      this.#found = true;
      return [{ line, refused: 'unreadable' }];
    }
    if (kind.data.resourceType !== 'DiagnosticReport') {
      this.#note(entry);
      return [];
    }
    this.#found = true;
    const report = DiagnosticReport.safeParse(entry.resource);
    if (!report.success) return [{ line, refused: 'unreadable' }];
    const known: Known = (reference) => this.#known.get(reference) ?? this.#known.get(shortOf(reference)) ?? null;
    const judged = broughtReport(saidReport(report.data, known, this.#terms), this.#judging);
    return [typeof judged === 'string' ? { line, refused: judged } : { line, report: judged }];
  }
}

/** "https://site/fhir/Patient/7/_history/2" as "Patient/7". */
function shortOf(reference: string): string {
  return /([A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(reference)?.[1] ?? reference;
}

/** Undefined: no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The one way it says so; what it says more may hold words of the report.
    return undefined;
  }
}
