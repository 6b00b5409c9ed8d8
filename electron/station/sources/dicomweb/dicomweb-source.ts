import { AppError } from '../../../../shared/errors/app-error.ts';
import type { DicomWebSettings, SourceSecrets } from '../../../../shared/model/source-settings.ts';
import type { TokenSupplier } from '../http/authorization.ts';
import { HttpClient } from '../http/http-client.ts';
import { sourceClock } from '../source-clock.ts';
import type { SourceClock } from '../source-clock.ts';
import type { Source } from '../source.ts';
import { probe, testSteps } from './connection-test.ts';
import { findInstances, findSeries, findStudies } from './query.ts';
import { readBulkData, readMetadata } from './resources.ts';
import type { MetadataRequest } from './resources.ts';
import { WadoRetriever } from './retrieve.ts';
import { storeObjects } from './store.ts';
import { WebLink } from './web-link.ts';
import { DicomWebWorkitems } from './workitems.ts';

export interface DicomWebPorts {
  readonly secrets: SourceSecrets;
  /** In place of asking the identity provider that the settings name. What it throws is an AppError. */
  readonly tokens?: TokenSupplier;
  /** Puts the new refresh token among the secrets: a provider may take each only once. Left out: it is lost with the source. */
  readonly keepRefreshToken?: (token: string) => Promise<void>;
  /** The computer's own where it is left out. */
  readonly clock?: SourceClock;
}

export interface DicomWebSource extends Source {
  /** DICOM JSON of each instance. */
  metadata(request: MetadataRequest, signal: AbortSignal): AsyncIterable<Readonly<Record<string, unknown>>>;
  /** The bytes behind a BulkDataURI of the metadata. */
  bulkData(uri: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/**
 * A DICOMweb service as a source: QIDO-RS, WADO-RS, STOW-RS. Opens no connection by itself.
 * @throws AppError source/certificate, source/credentials where what is stored cannot be used
 */
export function openDicomWeb(settings: DicomWebSettings, ports: DicomWebPorts): DicomWebSource {
  const { secrets, tokens = null, keepRefreshToken = nowhere, clock = sourceClock } = ports;
  const client = new HttpClient(settings, { secrets, tokens, keepRefreshToken, clock });
  const link = new WebLink(settings.url, client, clock);
  const wado = new WadoRetriever(link, settings.parallel);
  return {
    kind: 'dicomweb',
    name: settings.name,
    capabilities: { retrieve: ['wado'], store: settings.store ? 'stow' : null, storageCommitment: false },
    test: (signal, stored) => testSteps({ settings, secrets, link, wado, testObject: stored ?? null }, signal),
    studies: (query, options) => findStudies(link, query, options),
    series: (studyUid, options) => findSeries(link, studyUid, options),
    instances: (studyUid, seriesUid, options) => findInstances(link, studyUid, seriesUid, options),
    retrieve: async (request, sink, signal) => {
      if ((request.way ?? 'wado') !== 'wado') throw noSuchWay();
      return wado.retrieve(request, sink, signal);
    },
    store: (objects, signal) => {
      if (!settings.store) throw noSuchWay();
      return storeObjects(link, objects, signal);
    },
    probe: (signal) => probe(link, signal),
    workitems: new DicomWebWorkitems(link),
    metadata: (request, signal) => readMetadata(link, request, signal),
    bulkData: (uri, signal) => readBulkData(link, uri, signal),
    close: () => client.close(),
  };
}

async function nowhere(): Promise<void> {}

function noSuchWay(): AppError {
  return new AppError('source/no-such-way', 'this source cannot do that');
}
