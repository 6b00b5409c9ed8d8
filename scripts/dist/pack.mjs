// Run by the project's Node with one JSON argument: packs a staged program into <out>.
import { build, Platform } from 'electron-builder';
import { inProject } from '../lib/paths.mjs';

const { app, out, electronDist, electronVersion, target } = JSON.parse(process.argv[2]);

await build({
  // The stage is the project: the packager then finds no packages but those laid there.
  projectDir: app,
  targets: Platform.current().createTarget(target),
  config: {
    extends: inProject('electron-builder.yml'),
    directories: { app: '.', output: out },
    electronVersion,
    ...(electronDist === null ? {} : { electronDist }),
  },
  publish: 'never',
});
