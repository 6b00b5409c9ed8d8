import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inProject } from '../lib/paths.mjs';
import { shippedPackages } from '../lib/shipped-packages.mjs';

/**
 * Writes the bill of materials (CycloneDX 1.5 JSON) of what is shipped: the packages inside the bundles, and Electron.
 * Nothing of the day or the machine is in it.
 * @param {string} out folder
 * @param {{ electron: string, label: string }} runtime
 * @returns {string} the file
 */
export function writeSbom(out, runtime) {
  const { name, version, license } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const file = path.join(out, 'sbom.cdx.json');
  mkdirSync(out, { recursive: true });
  const sbom = makeSbom({ name, version, licence: license }, shippedPackages(), runtime);
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
  return file;
}

/**
 * @param {{ name: string, version: string, licence: string }} product
 * @param {ReturnType<typeof shippedPackages>} packages
 * @param {{ electron: string, label: string }} runtime
 */
export function makeSbom(product, packages, runtime) {
  const electron = { name: 'electron', version: runtime.electron, licence: 'MIT', integrity: null };
  const once = new Map([...packages, electron].map((one) => [purl(one), component(one)]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { ...component({ ...product, integrity: null }), type: 'application', description: runtime.label },
    },
    components: [...once.values()],
  };
}

function component({ name, version, licence, integrity }) {
  return {
    type: 'library',
    'bom-ref': purl({ name, version }),
    name,
    version,
    purl: purl({ name, version }),
    ...(licence ? { licenses: [licenceOf(licence)] } : {}),
    ...(integrity ? { hashes: [hashOf(integrity)] } : {}),
  };
}

/** A single SPDX name, or an expression of several. */
const licenceOf = (licence) =>
  /^[A-Za-z0-9.+-]+$/.test(licence) ? { license: { id: licence } } : { expression: licence };

const purl = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** npm writes hashes as `sha512-` and base64; CycloneDX as hexadecimal. */
function hashOf(integrity) {
  const [algorithm, value] = integrity.split('-');
  const bytes = Buffer.from(value, 'base64');
  return { alg: `SHA-${algorithm.slice('sha'.length)}`, content: bytes.toString('hex') };
}
