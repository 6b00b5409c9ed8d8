import type { DestinationSettings } from '../model/destination.ts';
import { isLoopback } from '../model/source-settings.ts';
import type { SourceSettings } from '../model/source-settings.ts';

/** Where a source is, and to whom we say who we are: what a secret was given for. Another text: secrets are entered again. */
export function addressOf(settings: SourceSettings): string {
  switch (settings.kind) {
    case 'dicomweb':
      return JSON.stringify([settings.url, settings.auth, settings.proxy]);
    case 'dimse':
      return JSON.stringify([
        settings.host,
        settings.port,
        settings.calledAe,
        settings.callingAe,
        settings.tls !== null,
      ]);
  }
}

/** The same of a destination. */
export function destinationAddress(settings: DestinationSettings): string {
  switch (settings.kind) {
    case 'dicom':
      return settings.source;
    case 'hl7':
      return JSON.stringify([settings.host, settings.port, settings.tls]);
    case 'context':
      return settings.url;
    case 'fhir':
      return JSON.stringify([settings.url, settings.user]);
  }
}

/** Whether two ways lead to the same server, whoever we say we are: one port of one machine. */
export function isSamePlace(one: SourceSettings, other: SourceSettings): boolean {
  return serverOf(one) === serverOf(other);
}

/** Whether both are ports of one machine, as far as its name says: DICOM and DICOMweb of one archive are. */
export function isSameMachine(one: SourceSettings, other: SourceSettings): boolean {
  return placeOf(one).machine === placeOf(other).machine;
}

function serverOf(settings: SourceSettings): string {
  const { machine, port } = placeOf(settings);
  return `${machine}:${port}`;
}

function placeOf(settings: SourceSettings): { readonly machine: string; readonly port: number } {
  if (settings.kind === 'dimse') return { machine: machineOf(settings.host), port: settings.port };
  const [, scheme = '', host = '', port = ''] =
    /^(https?):\/\/(\[[^\]]*\]|[^/:]+)(?::(\d+))?/i.exec(settings.url) ?? [];
  return {
    machine: machineOf(host),
    port: port === '' ? (scheme.toLowerCase() === 'https' ? 443 : 80) : Number(port),
  };
}

/** One spelling of this very machine, and of names. */
function machineOf(host: string): string {
  const plain = host.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  return isLoopback(plain) ? 'localhost' : plain;
}
