import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PlainFailure, runCommand } from './lib/failure.mjs';
import { inProject } from './lib/paths.mjs';
import { say } from './lib/say.mjs';
import { archiveFolder } from './dist/archive.mjs';
import { electronDistOf } from './dist/electron-dist.mjs';
import { writeFileList } from './dist/file-list.mjs';
import { pack } from './dist/pack-step.mjs';
import { writeSbom } from './dist/sbom.mjs';
import { stage } from './dist/stage.mjs';
import { setUp } from './setup/setup.mjs';

/**
 * `npm run dist -- [--test-runtime] [--allow-debugging] [--target NAME] [--no-archive] [--out DIR]`: the packaged program in DIR
 * (default release/): the folder, the same as tar.gz, its list of files with hashes, and its bill of materials.
 * --test-runtime    package the test runtime where official Electron cannot be had: for trying only, and marked so
 * --allow-debugging leave remote debugging possible, for tests that drive the packaged program; marked so too
 * The path of the folder goes to stdout.
 */
await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      'test-runtime': { type: 'boolean', default: false },
      'allow-debugging': { type: 'boolean', default: false },
      'no-archive': { type: 'boolean', default: false },
      target: { type: 'string', multiple: true, default: ['dir'] },
      out: { type: 'string' },
    },
  });
  const out = path.resolve(process.env.INIT_CWD ?? process.cwd(), values.out ?? inProject('release'));
  const { node, runtime } = await setUp({ window: true });
  if (runtime.kind === 'test' && !values['test-runtime']) {
    throw new PlainFailure(
      'Official Electron could not be obtained, so no package for users can be made here: connect to the internet, or type `npm run dist -- --test-runtime` for a package for trying only.',
    );
  }
  const facts = { runtime, debuggable: values['allow-debugging'] };
  const work = path.join(out, 'work');
  rmSync(out, { recursive: true, force: true });
  try {
    const sbom = writeSbom(out, runtime);
    const app = stage(path.join(work, 'app'), facts);
    const folder = await pack({
      node,
      app,
      out,
      facts,
      target: values.target,
      sbom,
      electronDist: electronDistOf(runtime, path.join(work, 'electron')),
    });
    writeFileList(folder, path.join(out, 'files.txt'));
    if (process.platform === 'linux' && !values['no-archive']) say(`Archive: ${await archiveFolder(folder)}`);
    process.stdout.write(`${folder}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
