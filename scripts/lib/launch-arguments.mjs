import { existsSync } from 'node:fs';

/**
 * Draws WebGL 2 on the processor, for machines without a graphics card. The page itself must not be put together by it too:
 * measured on two cores, one step through a stack took 730 ms so, and 65 ms with Chromium's own compositor for processors.
 */
const SOFTWARE_GL = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-gpu-compositing',
];

/**
 * Chromium switches for this machine. They stand before the program's folder on Electron's command line.
 * @param {{ test: boolean, platform?: string, uid?: number | undefined, gpu?: boolean }} machine test: on the test runtime
 * @returns {string[]}
 */
export function launchArguments({
  test,
  platform = process.platform,
  uid = process.getuid?.(),
  gpu = hasGraphicsCard(platform),
}) {
  return [...(platform === 'linux' && uid === 0 ? ['--no-sandbox'] : []), ...(test || !gpu ? SOFTWARE_GL : [])];
}

function hasGraphicsCard(platform) {
  return platform !== 'linux' || existsSync('/dev/dri');
}
