import type { SourceStep } from '../../../shared/model/source.ts';
import type { SourceSettings } from '../../../shared/model/source-settings.ts';

export interface StepWords {
  readonly name: string;
  /** What it does, as the end of a sentence that begins with its name. */
  readonly does: string;
}

const WORDS: Readonly<Record<SourceStep, StepWords>> = {
  name: { name: 'Name', does: 'looks up the name of the host' },
  port: { name: 'Port', does: 'opens a connection' },
  tls: { name: 'TLS', does: 'agrees on encryption and checks the certificate' },
  association: { name: 'Association', does: 'asks whether this station is accepted' },
  query: { name: 'Query', does: 'asks for studies, series and images' },
  retrieve: { name: 'Retrieve one image', does: 'fetches one image and keeps nothing of it' },
  store: { name: 'Store one object', does: 'asks whether results are taken' },
};

/** Only DIMSE has associations (PS3.8): a web server is asked whether it lets this station in. */
const ACCESS: StepWords = { ...WORDS.association, name: 'Access' };

/** A step of a connection's test, in the words of who runs such a source. */
export function stepWords(step: SourceStep, kind: SourceSettings['kind']): StepWords {
  return step === 'association' && kind === 'dicomweb' ? ACCESS : WORDS[step];
}
