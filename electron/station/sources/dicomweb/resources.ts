import { AppError } from '../../../../shared/errors/app-error.ts';
import { boundaryOf, mediaType } from './media-type.ts';
import { multipartParts } from './multipart-parts.ts';
import { hasProvenEnd } from './receive.ts';
import type { WebLink } from './web-link.ts';

/** Whose metadata are asked for. */
export interface MetadataRequest {
  readonly studyUid: string;
  readonly seriesUid?: string;
  /** Only with seriesUid. */
  readonly sopUid?: string;
}

/**
 * The metadata of each instance in DICOM JSON (Part 18, 10.4.1.1.2), as they come.
 * @throws AppError source/…
 */
export async function* readMetadata(
  link: WebLink,
  { studyUid, seriesUid, sopUid }: MetadataRequest,
  signal: AbortSignal,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const path = [
    ...['studies', studyUid],
    ...(seriesUid === undefined ? [] : ['series', seriesUid]),
    ...(seriesUid === undefined || sopUid === undefined ? [] : ['instances', sopUid]),
  ];
  yield* link.rows(await link.askJson(link.url([...path, 'metadata']), signal));
}

/**
 * The bytes that a Bulk Data URI stands for, of its first part where there are several.
 * @param uri as the metadata give it; relative ones are meant from the root of the service
 * @throws AppError source/wrong-answer where it leads to another server: what is asked for there is not this site's
 */
export async function* readBulkData(link: WebLink, uri: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const root = link.url([]);
  const url = URL.canParse(uri, root.href) ? new URL(uri, root) : null;
  if (url === null || url.origin !== root.origin || url.username !== '') {
    throw new AppError('source/wrong-answer', 'bulk data that lie elsewhere', { context: { host: root.host } });
  }
  const answer = await link.get(url, 'multipart/related; type="application/octet-stream"; transfer-syntax=*', signal);
  if (answer.status !== 200) throw await link.failure(answer);
  const type = mediaType(answer.header('content-type'));
  const boundary = boundaryOf(type);
  if (boundary === null) {
    if (type?.type !== 'application/octet-stream' || !hasProvenEnd(answer))
      throw await link.notThis(answer, 'no-bulk-data');
    yield* answer.body;
    return;
  }
  for await (const part of multipartParts(answer.body, boundary)) {
    yield* part.body;
    return;
  }
}
