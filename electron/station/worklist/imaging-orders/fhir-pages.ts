import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { HttpClient } from '../../sources/http/http-client.ts';

/** Bytes of one page of a search. */
const MOST_PAGE_BYTES = 4 * 1024 * 1024;
/** Pages of one question; the rest comes with the next. */
const MOST_PAGES = 20;
export const PAGE_SIZE = 100;

const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  link: z.array(z.object({ relation: z.string(), url: z.string().max(8000) })).default([]),
  entry: z
    .array(z.object({ fullUrl: z.string().optional(), resource: z.unknown().optional() }))
    .max(5000)
    .default([]),
});

/**
 * The resources of a search, page by page.
 * @throws AppError source/…
 */
export async function searchPages(
  http: Pick<HttpClient, 'send'>,
  base: string,
  first: URL,
  signal: AbortSignal,
): Promise<unknown[]> {
  let next: URL | null = first;
  const found: unknown[] = [];
  for (let page = 0; next !== null && page < MOST_PAGES; page += 1) {
    const bundle: z.output<typeof Bundle> = await pageOf(http, next, signal);
    found.push(...bundle.entry.map(({ resource }) => resource));
    next = nextPage(bundle, new URL(base));
  }
  return found;
}

/** A search for what changed since an instant, oldest first. @param since as the server wrote it in an answer before; null: from the beginning */
export function changedSince(base: string, resource: string, since: string | null): URL {
  const url = new URL(`${base}/${resource}`);
  if (since !== null) url.searchParams.set('_lastUpdated', `ge${since}`);
  url.searchParams.set('_sort', '_lastUpdated');
  url.searchParams.set('_count', String(PAGE_SIZE));
  return url;
}

/** Newest meta.lastUpdated among resources, as the server wrote it; null: none says one. */
export function newestOf(
  resources: readonly { readonly meta?: { readonly lastUpdated?: string | undefined } | undefined }[],
): string | null {
  const times = resources.flatMap(({ meta }) => {
    const at = meta?.lastUpdated;
    return at === undefined || Number.isNaN(Date.parse(at)) ? [] : [at];
  });
  return times.sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null;
}

/** Characters at the end of a reference that are looked at: a type and two ids of 64 have room. */
const REFERENCE_END = 400;

/** "Patient/p1" of a reference that may be whole, or of one version. */
export function placeOf(reference = ''): string {
  const end = reference.slice(-REFERENCE_END);
  return /([A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]*)?$/.exec(end)?.[1] ?? '';
}

/** The server says where the next page is; it is asked for only where the first one was. */
function nextPage({ link }: z.output<typeof Bundle>, base: URL): URL | null {
  const found = link.find(({ relation }) => relation === 'next');
  if (found === undefined) return null;
  const url = URL.canParse(found.url, base.href) ? new URL(found.url, base) : null;
  if (url?.origin !== base.origin) throw wrong('next-page-elsewhere');
  return url;
}

async function pageOf(http: Pick<HttpClient, 'send'>, url: URL, signal: AbortSignal): Promise<z.output<typeof Bundle>> {
  const headers = { accept: 'application/fhir+json' };
  const answer = await http.send({ url, headers, signal, encoded: true, maxBytes: MOST_PAGE_BYTES });
  if (answer.status !== 200) {
    await answer.discard();
    if (answer.status === 401 || answer.status === 403) throw new AppError('source/credentials', 'orders are refused');
    const code = answer.status >= 500 ? 'source/server-error' : 'source/refused';
    throw new AppError(code, 'orders could not be asked for', { context: { status: answer.status } });
  }
  const parts: Uint8Array[] = [];
  for await (const part of answer.body) parts.push(part);
  const bundle = Bundle.safeParse(json(Buffer.concat(parts).toString('utf8')));
  if (!bundle.success) throw wrong('no-bundle');
  return bundle.data;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('no-json');
  }
}

function wrong(why: string): AppError {
  return new AppError('source/wrong-answer', 'not an answer to a search', { context: { why } });
}
