import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { buildOutputs } from '../../electron/station/reporting/outputs/build-outputs.ts';
import { renderPrint } from '../../shared/report/render-print.ts';
import { documentJson, SignedDocument } from '../../shared/report/signed-document.ts';

// A process of its own: a frozen document comes in, the SHA-256 of each of its outputs goes out. Nothing of an earlier run can help it.
const document = SignedDocument.parse(JSON.parse(await text(process.stdin)));
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hash = sha256(documentJson(document));
const outputs = buildOutputs(document, hash).map(({ format, bytes }) => [format, sha256(bytes)]);
process.stdout.write(JSON.stringify([...outputs, ['print', sha256(renderPrint(document, hash))]]));
